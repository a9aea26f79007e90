/** Seconds by which a signature's time may differ from ours, in the past or the future. */
const TOLERANCE_SECONDS = 5 * 60

/**
 * Whether the time in a Stripe-Signature header is near `now`. Stripe's SDK looks
 * at the past only; a signature from the future is as wrong.
 */
export function isSignedRecently(header: string, now: Date): boolean {
  const match = /(?:^|,)t=(\d{1,12})(?:,|$)/.exec(header)
  if (!match) return false
  return Math.abs(now.getTime() / 1000 - Number(match[1])) <= TOLERANCE_SECONDS
}
