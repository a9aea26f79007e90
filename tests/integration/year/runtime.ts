import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'
import type { TestDatabase } from '#tests/support/database.ts'
import { TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

const KEY = 'sk_test_integration'

/** What the provider was asked to send back. */
export interface Sent {
  refundRef: string
  paymentRef: string
  amount: number
}

/** What files are stored and refunds are sent through; the provider sends back at once whatever it is asked to. */
export function installRuntime({ db, url, ownerUrl }: TestDatabase): { sent: Sent[] } {
  const env = {
    databaseUrl: url,
    databaseOwnerUrl: ownerUrl,
    sessionSecret: TEST_SESSION_SECRET,
    stripeSecretKey: KEY,
    stripeWebhookSecrets: ['whsec_test'],
    stripeApiBase: undefined,
    mail: undefined,
    mailSandboxUrl: undefined,
    shopOrigin: 'http://shop.test',
    port: 0,
    host: undefined,
    pageCache: false,
    blobs: { kind: 'folder' as const, folder: join(tmpdir(), 'yuanshang-blobs') },
  }
  const sent: Sent[] = []
  const stripe = createStripe(KEY)
  const refunds = {
    list: async () => ({ data: [] }),
    create: async (asked: { payment_intent: string; amount: number; metadata: Record<string, string> }) => {
      const refundRef = `re_late_${sent.length}_${asked.payment_intent}`
      sent.push({ refundRef, paymentRef: asked.payment_intent, amount: asked.amount })
      return { id: refundRef, object: 'refund', status: 'succeeded', ...asked }
    },
  }
  // What the provider writes is brought by `provider.ts`; read once more, there is nothing else.
  const balanceTransactions = { list: async () => ({ data: [], has_more: false }) }
  const payouts = { list: async function* () {} }
  setRuntime({ db, stripe: Object.assign(stripe, { refunds, balanceTransactions, payouts }), env })
  return { sent }
}
