import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'
import type { TestDatabase } from '#tests/support/database.ts'
import { TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'

const KEY = 'sk_test_integration'

/** What files are stored through. Nobody calls the provider. */
export function useRuntime({ db, url, ownerUrl }: TestDatabase): void {
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
  setRuntime({ db, stripe: createStripe(KEY), env })
}
