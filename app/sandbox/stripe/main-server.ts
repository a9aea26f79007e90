/**
 * Runs the Stripe sandbox in its own process, so it keeps its state when the shop's process dies.
 *
 * STRIPE_SANDBOX_PORT    default 12111
 * STRIPE_WEBHOOK_URL     where events go, e.g. http://127.0.0.1:3000/webhooks/stripe (required)
 * STRIPE_WEBHOOK_SECRET  signs them (required)
 * STRIPE_SANDBOX_DATA    file it remembers in; without it a restart forgets
 * STRIPE_SANDBOX_SEED    repeats ids and faults
 * STRIPE_SANDBOX_FAULTS  JSON, see fault-plan.ts
 */
import process from 'node:process'
import { readFaults } from './fault-plan.ts'
import { startStripeSandbox } from './stripe-sandbox-server.ts'

async function main(): Promise<void> {
  const { env } = process
  if (!env.STRIPE_WEBHOOK_URL || !env.STRIPE_WEBHOOK_SECRET) {
    throw new Error('The Stripe sandbox needs STRIPE_WEBHOOK_URL and STRIPE_WEBHOOK_SECRET.')
  }
  const sandbox = await startStripeSandbox({
    port: Number(env.STRIPE_SANDBOX_PORT ?? 12111),
    webhookUrl: env.STRIPE_WEBHOOK_URL,
    webhookSecret: env.STRIPE_WEBHOOK_SECRET,
    ...(env.STRIPE_SANDBOX_DATA && { dataFile: env.STRIPE_SANDBOX_DATA }),
    ...(env.STRIPE_SANDBOX_SEED && { seed: env.STRIPE_SANDBOX_SEED }),
    ...(env.STRIPE_SANDBOX_FAULTS && { faults: readFaults(JSON.parse(env.STRIPE_SANDBOX_FAULTS)) }),
  })
  process.stdout.write(`stripe sandbox ${sandbox.url}\n`)
  const stop = () => {
    void sandbox.close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
