import { z } from 'zod'

const schema = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  DATABASE_OWNER_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  SESSION_SECRET: z.string().min(32, 'must have at least 32 characters'),
  STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_/, 'must begin with sk_ or rk_'),
  STRIPE_WEBHOOK_SECRET: z.string().min(8, 'must have at least 8 characters'),
  STRIPE_API_BASE: z.url().optional(),
  SHOP_ORIGIN: z.url().optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().optional(),
  PAGE_CACHE: z.enum(['on', 'off']).default('on'),
})

export interface Env {
  databaseUrl: string
  /** Owner of the tables, for migrations; the same as `databaseUrl` where there is one role only. */
  databaseOwnerUrl: string
  sessionSecret: string
  stripeSecretKey: string
  /** One or two secrets during a rotation, comma-separated in the variable. */
  stripeWebhookSecrets: string[]
  stripeApiBase: string | undefined
  /** Scheme, host and port people type; links and payment returns are built from it, never from a request. */
  shopOrigin: string
  port: number
  host: string | undefined
  pageCache: boolean
}

/** Reads the settings of production. Throws one Error whose message names every missing or wrong one. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')))
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = issue.path.join('.')
      return `  ${name}: ${source[name] ? issue.message : 'missing'}`
    })
    throw new Error(`启动所需的设置不完整 / Settings are missing or wrong:\n${[...new Set(problems)].join('\n')}`)
  }
  const env = parsed.data
  return {
    databaseUrl: env.DATABASE_URL,
    databaseOwnerUrl: env.DATABASE_OWNER_URL ?? env.DATABASE_URL,
    sessionSecret: env.SESSION_SECRET,
    stripeSecretKey: env.STRIPE_SECRET_KEY,
    stripeWebhookSecrets: env.STRIPE_WEBHOOK_SECRET.split(',').map((secret) => secret.trim()),
    stripeApiBase: env.STRIPE_API_BASE,
    shopOrigin: new URL(env.SHOP_ORIGIN ?? `http://localhost:${env.PORT}`).origin,
    port: env.PORT,
    host: env.HOST,
    pageCache: env.PAGE_CACHE === 'on',
  }
}
