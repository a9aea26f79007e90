/**
 * Where a notice's mail is. `sending` outlives the process that crashed in it and
 * is due again later. `dead` and `skipped` wait for a person.
 */
export type MailState = 'waiting' | 'sending' | 'sent' | 'failed' | 'dead' | 'skipped'

/** States an administrator sees and may send anew. */
export const UNDELIVERED = ['failed', 'dead', 'skipped'] as const satisfies readonly MailState[]

/** Why the shop itself did not send a mail; every other reason is the mail server's own words. */
const OWN_REASONS = ['noMailServer', 'noAddress', 'interrupted'] as const
export type OwnReason = (typeof OWN_REASONS)[number]

export function isOwnReason(reason: string): reason is OwnReason {
  return (OWN_REASONS as readonly string[]).includes(reason)
}

export const MOST_TRIES = 10

const MINUTE_MS = 60_000
const LONGEST_WAIT_MINUTES = 6 * 60

/** How long a started try keeps others away; longer than the mail port lets a try last. */
export const TRY_LASTS_MS = 2 * MINUTE_MS

/** What becomes of a mail that was not taken at its `tries`-th try: some minutes, doubling, or the end. */
export function decideNextTry(
  { tries, isPermanent }: { tries: number; isPermanent: boolean },
  now: Date,
): { state: 'failed' | 'dead'; nextTryAt: Date } {
  if (isPermanent || tries >= MOST_TRIES) return { state: 'dead', nextTryAt: now }
  const waitMinutes = Math.min(2 ** (tries - 1), LONGEST_WAIT_MINUTES)
  return { state: 'failed', nextTryAt: new Date(now.getTime() + waitMinutes * MINUTE_MS) }
}
