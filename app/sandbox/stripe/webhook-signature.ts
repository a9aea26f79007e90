import { createHmac } from 'node:crypto'

/**
 * The `Stripe-Signature` header of a body sent at `second`: `t=…,v1=HMAC-SHA256(secret, "t.body")`.
 * Several secrets, separated by commas, sign as during a rotation: one `v1` each.
 */
export function signWebhook(body: string, secrets: string, second: number): string {
  const signatures = secrets
    .split(',')
    .map((secret) => `v1=${createHmac('sha256', secret.trim()).update(`${second}.${body}`).digest('hex')}`)
  return [`t=${second}`, ...signatures].join(',')
}
