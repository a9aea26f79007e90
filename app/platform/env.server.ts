import { z } from 'zod'
import type { BlobSettings } from './blob-store.server.ts'

const variables = z.object({
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
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must begin with smtp:// or smtps://' }).optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^<>\r\n]*<?[^@\s<>]+@[^@\s<>]+>?$/, 'must be an address, with or without a name before it')
    .optional(),
  MAIL_SANDBOX_URL: z.url().optional(),
  PAGE_CACHE: z.enum(['on', 'off']).default('on'),
  BLOB_DIR: z.string().default('.data/photos'),
  BLOB_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must begin with http:// or https://' }).optional(),
  BLOB_S3_BUCKET: z.string().optional(),
  BLOB_S3_REGION: z.string().default('us-east-1'),
  BLOB_S3_KEY: z.string().optional(),
  BLOB_S3_SECRET: z.string().optional(),
})

const S3_TOGETHER = ['BLOB_S3_BUCKET', 'BLOB_S3_KEY', 'BLOB_S3_SECRET'] as const

const schema = variables
  .refine(({ SMTP_URL, MAIL_FROM }) => SMTP_URL === undefined || MAIL_FROM !== undefined, {
    path: ['MAIL_FROM'],
  })
  .check((context) => {
    for (const name of S3_TOGETHER)
      if (context.value.BLOB_S3_ENDPOINT !== undefined && context.value[name] === undefined)
        context.issues.push({ code: 'custom', path: [name], message: 'missing', input: undefined })
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
  /** Mail server and sender; undefined where the shop sends no mail and notices stay in the inbox. */
  mail: { smtpUrl: string; from: string } | undefined
  /** Where the demo's caught mail can be read; undefined wherever payments are not the sandbox's. */
  mailSandboxUrl: string | undefined
  /** Scheme, host and port people type; links and payment returns are built from it, never from a request. */
  shopOrigin: string
  port: number
  host: string | undefined
  pageCache: boolean
  /** Where photographs are kept. */
  blobs: BlobSettings
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
    mail:
      env.SMTP_URL === undefined || env.MAIL_FROM === undefined
        ? undefined
        : { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM },
    mailSandboxUrl:
      env.STRIPE_API_BASE !== undefined && env.STRIPE_SECRET_KEY.startsWith('sk_sandbox_')
        ? env.MAIL_SANDBOX_URL
        : undefined,
    shopOrigin: new URL(env.SHOP_ORIGIN ?? `http://localhost:${env.PORT}`).origin,
    port: env.PORT,
    host: env.HOST,
    pageCache: env.PAGE_CACHE === 'on',
    blobs: blobSettings(env),
  }
}

function blobSettings(env: z.output<typeof variables>): BlobSettings {
  if (env.BLOB_S3_ENDPOINT === undefined) return { kind: 'folder', folder: env.BLOB_DIR }
  return {
    kind: 's3',
    endpoint: env.BLOB_S3_ENDPOINT,
    bucket: env.BLOB_S3_BUCKET ?? '',
    region: env.BLOB_S3_REGION,
    accessKeyId: env.BLOB_S3_KEY ?? '',
    secretAccessKey: env.BLOB_S3_SECRET ?? '',
  }
}
