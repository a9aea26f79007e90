import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '#app/platform/db.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'

export const CRASH_SECRET = 'whsec_crash'

/** A runtime on a test's database and a sandbox that outlives it. */
export function openRuntime(databaseUrl: string, stripeApiBase: string): Runtime {
  const stripeSecretKey = 'sk_test_crash'
  return {
    db: createDatabase(databaseUrl, { max: 4 }),
    stripe: createStripe(stripeSecretKey, stripeApiBase),
    env: {
      databaseUrl,
      databaseOwnerUrl: databaseUrl,
      sessionSecret: 'a secret for tests only, of more than 32 characters',
      stripeSecretKey,
      stripeWebhookSecrets: [CRASH_SECRET],
      stripeApiBase,
      mail: undefined,
      mailSandboxUrl: undefined,
      shopOrigin: 'http://shop.test',
      port: 0,
      host: undefined,
      pageCache: false,
      blobs: { kind: 'folder', folder: join(tmpdir(), 'yuanshang-blobs') },
    },
  }
}
