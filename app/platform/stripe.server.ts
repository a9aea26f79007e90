import Stripe from 'stripe'

const API_VERSION = '2026-10-28.endive'
const TIMEOUT_MS = 8_000

/**
 * The Stripe client, or one of a Stripe-compatible host at `apiBase`. A call ends
 * within 8 s and is not repeated by the SDK: repeating is the job of those who
 * hold the frozen parameters and the key.
 */
export function createStripe(secretKey: string, apiBase?: string): Stripe {
  const base = apiBase === undefined ? undefined : new URL(apiBase)
  return new Stripe(secretKey, {
    apiVersion: API_VERSION,
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 0,
    telemetry: false,
    ...(base && {
      host: base.hostname,
      port: base.port || (base.protocol === 'https:' ? 443 : 80),
      protocol: base.protocol === 'https:' ? 'https' : 'http',
    }),
  })
}
