import { z } from 'zod'

const TIMEOUT_MS = 3_000

const caughtSchema = z.object({
  mails: z.array(
    z.object({
      id: z.string(),
      at: z.iso.datetime(),
      to: z.array(z.string()),
      subject: z.string(),
      text: z.string(),
    }),
  ),
})

/** A mail of the demo, which reached nobody. All of it is text of unknown origin. */
export type CaughtMail = z.output<typeof caughtSchema>['mails'][number]

/** What the mail sandbox at `url` has caught, newest first; undefined when it does not answer. */
export async function readCaughtMail(url: string): Promise<CaughtMail[] | undefined> {
  try {
    const answer = await fetch(new URL('/mails', url), { signal: AbortSignal.timeout(TIMEOUT_MS) })
    return answer.ok ? caughtSchema.parse(await answer.json()).mails : undefined
  } catch {
    return undefined
  }
}
