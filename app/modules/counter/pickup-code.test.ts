import { describe, expect, it } from 'vitest'
import { maskName, maskPhone, parseCounterInput } from './pickup-code.ts'

describe('what is typed or scanned at the counter', () => {
  it.each([
    ['YS:012345', { kind: 'code', code: '012345' }],
    ['ys:012345\n', { kind: 'code', code: '012345' }],
    ['012 345', { kind: 'code', code: '012345' }],
    ['０１２３４５', { kind: 'code', code: '012345' }],
    ['202611251001', { kind: 'order', orderNo: '202611251001' }],
    ['20261125-1001', { kind: 'order', orderNo: '202611251001' }],
  ])('%j is understood', (text, input) => {
    expect(parseCounterInput(text)).toEqual(input)
  })

  it.each(['', '12345', '1234567', 'YS:12345', 'abcdef', '2026112-1001', 'https://x/012345', '１２３４５六'])(
    '%j is neither',
    (text) => {
      expect(parseCounterInput(text)).toBeUndefined()
    },
  )
})

describe('what a clerk sees of a buyer', () => {
  it('is the first character of the name and the ends of the phone', () => {
    expect(maskName('林秋实')).toBe('林**')
    expect(maskName('𠮷野')).toBe('𠮷**')
    expect(maskName('')).toBe('**')
    expect(maskPhone('13900000001')).toBe('139****0001')
    expect(maskPhone('1')).toBe('****')
  })
})
