import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '#app/platform/db.server.ts'
import { readEnv } from '#app/platform/env.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { createStripe } from '#app/platform/stripe.server.ts'

/** A process that keeps its photographs in a folder of its own, and asks no database. */
export async function openPhotoWorld(): Promise<{ folder: string; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'yuanshang-photos-'))
  const env = readEnv({
    NODE_ENV: 'test',
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    SESSION_SECRET: 'a secret for tests only, of more than 32 characters',
    STRIPE_SECRET_KEY: 'sk_test_photos',
    STRIPE_WEBHOOK_SECRET: 'whsec_photos',
    BLOB_DIR: folder,
  })
  const db = createDatabase(env.databaseUrl)
  setRuntime({ env, db, stripe: createStripe(env.stripeSecretKey, undefined) })
  return {
    folder,
    async close() {
      setRuntime(undefined)
      await db.destroy()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
