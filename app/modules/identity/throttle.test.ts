import { expect, test } from 'vitest'
import { delaySeconds, SIGN_IN_THROTTLE, SIGN_UP_THROTTLE } from './throttle.ts'

test('the first failures cost nothing, then the delay doubles up to its limit', () => {
  const rule = { free: 3, firstDelaySeconds: 5, maxDelaySeconds: 60, memorySeconds: 3600 }
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10_000].map((failures) => delaySeconds(rule, failures))).toEqual([
    0, 0, 0, 5, 10, 20, 40, 60, 60, 60,
  ])
})

test('hammering at an account from elsewhere keeps its owner out for a minute at most', () => {
  expect(delaySeconds(SIGN_IN_THROTTLE.account, 1_000_000)).toBe(60)
})

test('no delay outlives the memory of the failures behind it', () => {
  for (const rule of [...Object.values(SIGN_IN_THROTTLE), ...Object.values(SIGN_UP_THROTTLE)]) {
    expect(rule.maxDelaySeconds).toBeLessThanOrEqual(rule.memorySeconds)
  }
})
