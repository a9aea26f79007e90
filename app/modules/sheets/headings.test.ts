import { describe, expect, it } from 'vitest'
import { duplicateHeadings, findHeaderRow, guessFields, headingKey, knownHeadings } from './headings.ts'

const known = knownHeadings({ no: ['订单编号', '单号'], amount: ['金额', '订单金额'], day: ['下单时间'] })

describe('headings', () => {
  it('are the same whatever their width, spaces, marks and case', () => {
    expect(headingKey(' 订单 编号（必填）：')).toBe(headingKey('订单编号(必填)'))
    expect(headingKey('Order_No.')).toBe('orderno')
  })

  it('stand in the row with the most known ones, else in the first', () => {
    const isKnown = (key: string) => known.has(key)
    const rows = [['某平台'], ['金额', '单位：元'], ['', ''], ['订单编号', '金额', '下单时间'], ['A-1', '金额', '1']]
    expect(findHeaderRow(rows, isKnown, 30)).toBe(3)
    expect(findHeaderRow(rows, isKnown, 2)).toBe(0)
    expect(findHeaderRow([['甲', '乙']], isKnown, 30)).toBe(0)
  })

  it('mean what people said, then what is common, and never the same twice', () => {
    const guess = (header: string[], said: [string, 'no' | 'amount' | 'day'][] = []) =>
      guessFields(header, { known, remembered: new Map(said.map(([name, field]) => [headingKey(name), field])) })
    expect(guess(['单号', '金额', '备注'])).toEqual(['no', 'amount', ''])
    expect(guess(['金额', '订单金额'])).toEqual(['', ''])
    expect(guess(['金额', '订单金额'], [['订单金额', 'amount']])).toEqual(['', 'amount'])
    expect(duplicateHeadings(['金额', ' 金额 ', '单号'])).toEqual([' 金额 '])
  })
})
