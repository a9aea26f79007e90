import { describe, expect, it } from 'vitest'
import { readChoice, readDay, readReference, readSignedYuan, readWords, readYuan } from './cell-readers.ts'

const of = <Value, Refusal>(read: { ok: true; value: Value } | { ok: false; refusal: Refusal }) =>
  read.ok ? read.value : read.refusal

describe('cells of a sheet', () => {
  it.each([
    ['12', 1_200],
    ['1,234.50 元', 123_450],
    ['¥12.500', 1_250],
    ['（12.00）', 'negative'],
    ['-12', 'negative'],
    ['−12', 'negative'],
    ['0.00', 'zero'],
    ['12.345', 'tooManyDecimals'],
    ['很多', 'notNumber'],
    ['1'.repeat(15), 'tooLarge'],
    ['１２', 1_200],
  ])('%s as an amount is %s', (text, read) => {
    expect(of(readYuan(text))).toBe(read)
  })

  it.each([
    ['', 0],
    ['-', 0],
    ['-12.5', -1_250],
    ['(3)', -300],
    ['+3', 300],
  ])('%s as an amount of either sign is %s', (text, read) => {
    expect(of(readSignedYuan(text))).toBe(read)
  })

  it.each([
    ['2026-11-25', '2026-11-25'],
    ['2026/1/5 9:05', '2026-01-05'],
    ['2026.1.5', '2026-01-05'],
    ['2026年1月5日 09:05:00', '2026-01-05'],
    ['20260105', '2026-01-05'],
    ['2026-02-30', 'dateInvalid'],
    ['46303', 'dateInvalid'],
    ['5/1/2026', 'dateInvalid'],
  ])('%s as a day is %s', (text, read) => {
    expect(of(readDay(text))).toBe(read)
  })

  it('are numbers of documents, words and choices as people write them', () => {
    expect(of(readReference(' 院购〔2026〕 3号 '))).toBe('院购〔2026〕3号')
    expect(of(readReference('a\u202eb'))).toBe('codeInvalid')
    expect(of(readWords('一  二', 3))).toBe('一 二')
    expect(of(readWords('一二三四', 3))).toBe('textTooLong')
    expect(of(readChoice('食 堂', new Map([['食堂', 'canteen']])))).toBe('canteen')
    expect(of(readChoice('别的', new Map([['食堂', 'canteen']])))).toBe('unknownChoice')
  })
})
