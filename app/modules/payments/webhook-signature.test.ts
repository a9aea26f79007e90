import { expect, test } from 'vitest'
import { isSignedRecently } from './webhook-signature.ts'

const now = new Date('2026-11-24T01:00:00Z')
const second = now.getTime() / 1000

test('a signature is recent within five minutes on either side', () => {
  for (const offset of [0, -300, 300]) expect(isSignedRecently(`t=${second + offset},v1=ab`, now)).toBe(true)
  for (const offset of [-301, 301, 3600, 86_400])
    expect(isSignedRecently(`t=${second + offset},v1=ab`, now)).toBe(false)
})

test('a header without a plain time is not recent', () => {
  for (const header of ['', 'v1=ab', 't=,v1=ab', 't=-5', 't=1e9', `x t=${second}`, `t=${second}.5,v1=a`])
    expect(isSignedRecently(header, now)).toBe(false)
})
