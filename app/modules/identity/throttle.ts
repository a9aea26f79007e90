/** How failures of one key (an account, an address) delay the next try. */
export interface ThrottleRule {
  /** Failures without any delay. */
  free: number
  /** Delay after the first failure beyond those; it doubles with each further one. */
  firstDelaySeconds: number
  maxDelaySeconds: number
  /** Failures are forgotten this long after the first of them. */
  memorySeconds: number
}

/**
 * The account's own limit never grows beyond a minute: whoever hammers at
 * somebody's account must not keep its owner out for long. The limit of account
 * and address together may; it only meets the one who hammers.
 */
export const SIGN_IN_THROTTLE = {
  account: { free: 20, firstDelaySeconds: 2, maxDelaySeconds: 60, memorySeconds: 24 * 3600 },
  accountAtAddress: { free: 5, firstDelaySeconds: 5, maxDelaySeconds: 900, memorySeconds: 24 * 3600 },
  address: { free: 60, firstDelaySeconds: 5, maxDelaySeconds: 300, memorySeconds: 3600 },
} as const satisfies Record<string, ThrottleRule>

/** Many people share an address on a campus; nobody signs up a hundred of them in an hour. */
export const SIGN_UP_THROTTLE = {
  address: { free: 100, firstDelaySeconds: 60, maxDelaySeconds: 3600, memorySeconds: 3600 },
} as const satisfies Record<string, ThrottleRule>

/** Seconds to wait after the `failures`-th failure. */
export function delaySeconds(rule: Omit<ThrottleRule, 'memorySeconds'>, failures: number): number {
  const beyond = failures - rule.free
  if (beyond <= 0) return 0
  return Math.min(rule.maxDelaySeconds, rule.firstDelaySeconds * 2 ** Math.min(beyond - 1, 30))
}
