import { expect, test } from 'vitest'
import { decideNextTry, MOST_TRIES } from './mail-state.ts'

const now = new Date('2026-11-25T08:00:00Z')
const waitAfter = (tries: number) =>
  (decideNextTry({ tries, isPermanent: false }, now).nextTryAt.getTime() - now.getTime()) / 60_000

test('each try waits twice as long as the one before, for a working day in all', () => {
  const waits = Array.from({ length: MOST_TRIES - 1 }, (_, index) => waitAfter(index + 1))
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256])
})

test('the tenth try is the last, and a permanent answer ends it at once', () => {
  expect(decideNextTry({ tries: MOST_TRIES - 1, isPermanent: false }, now).state).toBe('failed')
  expect(decideNextTry({ tries: MOST_TRIES, isPermanent: false }, now)).toEqual({ state: 'dead', nextTryAt: now })
  expect(decideNextTry({ tries: 1, isPermanent: true }, now)).toEqual({ state: 'dead', nextTryAt: now })
})
