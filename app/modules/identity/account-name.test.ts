import { describe, expect, test } from 'vitest'
import { parseAccountName, parsePhone } from './account-name.ts'

describe('an account name', () => {
  test.each([
    '13800138000',
    ' 138 0013 8000 ',
    '138-0013-8000',
    '+8613800138000',
    '+86 138 0013 8000',
    '008613800138000',
    '１３８００１３８０００',
  ])('%s is a phone', (text) => {
    expect(parseAccountName(text)).toEqual({ kind: 'phone', phone: '13800138000' })
  })

  test.each([
    ['js2021001', 'JS2021001'],
    ['2021 0034', '20210034'],
    ['ＪＳ２０２１', 'JS2021'],
    ['12345678901', '12345678901'],
  ])('%s is the campus number %s', (text, campusNumber) => {
    expect(parseAccountName(text)).toEqual({ kind: 'campusNumber', campusNumber })
  })

  test.each(['', 'abc', '林秋实', "' or 1=1 --", 'a'.repeat(21), '1380013800\0', '٠١٢٣٤٥', 'JS\u202e2021'])(
    '%j is none',
    (text) => {
      expect(parseAccountName(text)).toBeUndefined()
    },
  )

  test.each(['12800138000', '1380013800', '138001380001', '+113800138000', '861380013800'])(
    '%s is no phone',
    (text) => {
      expect(parsePhone(text)).toBeUndefined()
    },
  )
})
