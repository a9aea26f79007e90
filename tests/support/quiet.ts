import { afterEach, beforeEach } from 'vitest'

const expected: RegExp[] = []

/** Allows console noise that matches, for the rest of the running test. */
export function expectNoise(pattern: RegExp): void {
  expected.push(pattern)
}

/** Noise fails: whatever a test writes to console.error or console.warn is an error unless it was expected. */
function complain(...parts: unknown[]): void {
  const text = parts.map(String).join(' ')
  if (!expected.some((pattern) => pattern.test(text))) throw new Error(`unexpected noise: ${text}`)
}

beforeEach(() => {
  console.error = complain
  console.warn = complain
})

afterEach(() => {
  expected.length = 0
})
