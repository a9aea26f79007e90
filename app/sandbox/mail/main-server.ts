/**
 * Runs the mail sandbox in its own process: the demo's mail server, which delivers nothing.
 *
 * MAIL_SANDBOX_SMTP_PORT  default 12125
 * MAIL_SANDBOX_HTTP_PORT  default 12180
 * MAIL_SANDBOX_DATA       file it remembers in; without it a restart forgets
 */
import process from 'node:process'
import { startMailSandbox } from './mail-sandbox-server.ts'

async function main(): Promise<void> {
  const { env } = process
  const sandbox = await startMailSandbox({
    smtpPort: Number(env.MAIL_SANDBOX_SMTP_PORT ?? 12_125),
    httpPort: Number(env.MAIL_SANDBOX_HTTP_PORT ?? 12_180),
    ...(env.MAIL_SANDBOX_DATA && { dataFile: env.MAIL_SANDBOX_DATA }),
  })
  process.stdout.write(`mail sandbox ${sandbox.smtpUrl} ${sandbox.httpUrl}\n`)
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
