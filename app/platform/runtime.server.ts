import type Stripe from 'stripe'
import { createDatabase, type Db } from './db.server.ts'
import { type Env, readEnv } from './env.server.ts'
import { createMailPort, type MailPort } from './mail.server.ts'
import { createStripe } from './stripe.server.ts'

/** What a running process holds once: settings, the database pool, the payment provider, the mail server. */
export interface Runtime {
  env: Env
  db: Db
  stripe: Stripe
  /** Absent where the shop has no mail server. */
  mail?: MailPort
}

const held = globalThis as typeof globalThis & { yuanshangRuntime?: Runtime }

/** The process's runtime, opened from the environment at first use. */
export function getRuntime(): Runtime {
  held.yuanshangRuntime ??= openRuntime(readEnv(process.env))
  return held.yuanshangRuntime
}

/** Puts another runtime in place, e.g. one on a test's own database. */
export function setRuntime(runtime: Runtime | undefined): void {
  held.yuanshangRuntime = runtime
}

function openRuntime(env: Env): Runtime {
  return {
    env,
    db: createDatabase(env.databaseUrl),
    stripe: createStripe(env.stripeSecretKey, env.stripeApiBase),
    ...(env.mail && { mail: createMailPort(env.mail) }),
  }
}
