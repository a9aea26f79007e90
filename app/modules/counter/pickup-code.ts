import type { ThrottleRule } from '#app/modules/identity/throttle.ts'

/** What the QR on the buyer's page says before the code, so that a scanner's input is known for what it is. */
export const SCAN_PREFIX = 'YS:'

export type CounterInput = { kind: 'code'; code: string } | { kind: 'order'; orderNo: string }

/**
 * What a clerk scanned or typed: a pickup code, or the number of an order. Undefined
 * for what can be neither. Full-width digits, as Chinese keyboards make them, count.
 */
export function parseCounterInput(text: string): CounterInput | undefined {
  const plain = text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase()
  const code = /^(?:YS:)?(\d{6})$/.exec(plain)?.[1]
  if (code) return { kind: 'code', code }
  const order = /^(\d{8})-?(\d{4,15})$/.exec(plain)
  return order ? { kind: 'order', orderNo: `${order[1]}${order[2]}` } : undefined
}

/**
 * Delays after codes that were no order's, counted for one clerk and a day; and after
 * wrong ones for one order, counted as long as its code lives. Neither grows beyond a minute: whoever stands at the counter
 * shall not go home without their goods because of somebody's thumb.
 */
export const CODE_THROTTLE = {
  clerk: { free: 5, firstDelaySeconds: 2, maxDelaySeconds: 60, memorySeconds: 24 * 3600 },
  order: { free: 3, firstDelaySeconds: 5, maxDelaySeconds: 60 },
} as const satisfies { clerk: ThrottleRule; order: Omit<ThrottleRule, 'memorySeconds'> }

/** After so many wrong codes for one order its code is worth nothing; a clerk gives out another against proof. */
export const TRIES_BEFORE_BLOCKED = 10

/** '138****0001': enough to recognize, not enough to call. */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`
}

/** '林**': the first character, and nothing of how long the rest is. */
export function maskName(name: string): string {
  const [first = ''] = name
  return `${first}**`
}
