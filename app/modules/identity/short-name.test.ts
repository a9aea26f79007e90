import { expect, test } from 'vitest'
import { shortName } from './short-name.ts'

test.each([
  ['林秋实', '林**'],
  ['𠮷田', '𠮷**'],
  ['Mary Ann Smith', 'Mary'],
  ['Wolfeschlegelsteinhausen', 'Wolfeschlege'],
])('%s is shown as %s', (name, shown) => {
  expect(shortName(name)).toBe(shown)
})
