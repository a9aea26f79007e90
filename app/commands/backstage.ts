import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { clock } from '#app/platform/clock.server.ts'
import { migrateToLatest } from '#db/migrator.ts'
import type { OfficeWish } from '#db/seed/demo.ts'
import { seedDemo } from '#db/seed.ts'
import { startChild } from './child-process.ts'
import { type DataClaim, startPostgres } from './embedded-postgres.ts'
import { findFreePort } from './free-port.ts'
import { keptSecret, randomSecret } from './postgres/secrets.ts'
import { ProviderHistory, tellProviderHistory } from './provider-history.ts'
import { sentences } from './sentences.ts'

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

export interface DemoAccount {
  role: string
  login: string
  password: string
}

/** All that stands behind the shop's own process: database with demo data, and the sandboxes of Stripe and of mail. */
export interface Backstage {
  /** Environment of a shop on `port` that uses all this. */
  env: NodeJS.ProcessEnv
  /** Folder with data and logs. */
  folder: string
  sandboxUrl: string
  databaseUrl: string
  adminUrl: string
  accounts: DemoAccount[]
  /** Comes true with a sentence when a part ends without having been asked to. */
  died: Promise<string>
}

export interface BackstageOptions {
  claim: DataClaim
  durability: 'durable' | 'fast'
  port: number
  say: (sentence: string) => void
  /** Whether the demo has a year of orders behind it. */
  history?: boolean
  /** Fills the database instead of the demo’s own seed. */
  seed?: (ownerUrl: string) => Promise<{ accounts: DemoAccount[] }>
  /** What the shop and the sandboxes find in their environment besides. */
  environment?: Record<string, string>
  /** Gets what undoes each step, to be called in reverse order. */
  onStarted: (stop: () => Promise<void>) => unknown
  signal?: AbortSignal
}

const SANDBOX_PORT = 12_111
const SANDBOX_JOURNAL = 'stripe-sandbox.json'
const BLOBS = 'photos'

/** Starts database and sandboxes, brings the tables up to date and fills in the demo data where it is missing. */
export async function startBackstage(options: BackstageOptions): Promise<Backstage> {
  const { claim, port, say, onStarted, signal } = options
  say(sentences.startingDatabase)
  const database = await startPostgres(claim, options)
  onStarted(database.stop)
  signal?.throwIfAborted()
  say(sentences.migrating)
  await migrateToLatest(database.ownerUrl)
  const provider = new ProviderHistory(keptSecret(join(database.folder, 'stripe-sandbox-seed')))
  const office = { provider, blobFolder: join(database.folder, BLOBS) }
  const seed = options.seed ?? ((url) => seedDemo(url, undefined, historyOf(options, office)))
  const { accounts } = await seed(database.ownerUrl)
  signal?.throwIfAborted()
  say(sentences.startingSandbox)
  const secrets = readSecrets(database.folder)
  const sandboxPort = await findFreePort(options.durability === 'durable' ? SANDBOX_PORT : 0)
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`
  const journalFile = join(database.folder, SANDBOX_JOURNAL)
  if (options.history) await tellProviderHistory(database.ownerUrl, { journalFile, provider, now: clock.now() })
  const sandbox = await startSandbox({
    folder: database.folder,
    port,
    sandboxPort,
    webhookSecret: secrets.webhook,
    environment: options.environment,
  })
  onStarted(sandbox.stop)
  const mail = await startMailSandbox(database.folder, options.environment)
  onStarted(mail.child.stop)
  return {
    env: {
      ...process.env,
      ...options.environment,
      NODE_ENV: 'production',
      PORT: String(port),
      SHOP_ORIGIN: `http://localhost:${port}`,
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      SESSION_SECRET: secrets.session,
      STRIPE_SECRET_KEY: `sk_sandbox_${secrets.stripeKey}`,
      STRIPE_WEBHOOK_SECRET: secrets.webhook,
      STRIPE_API_BASE: sandboxUrl,
      SMTP_URL: mail.smtpUrl,
      MAIL_FROM: '塬上集 <shop@yuanshang.example>',
      MAIL_SANDBOX_URL: mail.httpUrl,
      BLOB_DIR: join(database.folder, BLOBS),
    },
    folder: database.folder,
    sandboxUrl,
    databaseUrl: database.appUrl,
    adminUrl: database.adminUrl,
    accounts,
    died: Promise.race([database.died, sandbox.died, mail.child.died]),
  }
}

function historyOf({ history, say }: BackstageOptions, office: OfficeWish) {
  return history ? { onProgress: tellMonths(say), office } : undefined
}

/** Says when a history begins, and how far it has come at every quarter of a year. */
function tellMonths(say: BackstageOptions['say']): (day: string, orders: number) => void {
  let told = ''
  return (day, orders) => {
    const quarter = `${day.slice(0, 4)} ${Math.ceil(Number(day.slice(5, 7)) / 3)}`
    if (quarter === told) return
    say(told === '' ? sentences.fillingHistory : sentences.historyUntil(day, orders))
    told = quarter
  }
}

function readSecrets(folder: string): { session: string; webhook: string; stripeKey: string } {
  return {
    session: keptSecret(join(folder, 'session-secret'), () => randomSecret() + randomSecret()),
    webhook: keptSecret(join(folder, 'webhook-secret'), () => `whsec_${randomSecret()}`),
    stripeKey: keptSecret(join(folder, 'stripe-sandbox-key')),
  }
}

interface SandboxOptions {
  folder: string
  port: number
  sandboxPort: number
  webhookSecret: string
  environment: BackstageOptions['environment']
}

function startSandbox(options: SandboxOptions) {
  const { folder, port, sandboxPort, webhookSecret } = options
  return startChild({
    name: 'Stripe sandbox',
    args: ['--import', 'tsx', 'app/sandbox/stripe/main-server.ts'],
    cwd: PROJECT,
    log: join(folder, 'stripe-sandbox.log'),
    readyUrl: `http://127.0.0.1:${sandboxPort}/`,
    env: {
      ...process.env,
      ...options.environment,
      STRIPE_SANDBOX_PORT: String(sandboxPort),
      STRIPE_WEBHOOK_URL: `http://127.0.0.1:${port}/webhooks/stripe`,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_SANDBOX_DATA: join(folder, SANDBOX_JOURNAL),
    },
  })
}

/** The demo's mail server. Its ports are any that are free: nobody types them. */
async function startMailSandbox(folder: string, environment: BackstageOptions['environment']) {
  const smtpPort = await findFreePort(0)
  const httpPort = await findFreePort(0)
  const httpUrl = `http://127.0.0.1:${httpPort}`
  const child = await startChild({
    name: 'mail sandbox',
    args: ['--import', 'tsx', 'app/sandbox/mail/main-server.ts'],
    cwd: PROJECT,
    log: join(folder, 'mail-sandbox.log'),
    readyUrl: `${httpUrl}/`,
    env: {
      ...process.env,
      ...environment,
      MAIL_SANDBOX_SMTP_PORT: String(smtpPort),
      MAIL_SANDBOX_HTTP_PORT: String(httpPort),
      MAIL_SANDBOX_DATA: join(folder, 'mail-sandbox.jsonl'),
    },
  })
  return { child, smtpUrl: `smtp://127.0.0.1:${smtpPort}`, httpUrl }
}
