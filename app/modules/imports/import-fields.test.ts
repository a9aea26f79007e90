import { describe, expect, test } from 'vitest'
import { duplicateHeadings, headingKey } from '#app/modules/sheets/headings.ts'
import { findMappingProblem, guessMapping, IMPORT_FIELDS, type ImportField, TEMPLATE_HEADER } from './import-fields.ts'

const NOTHING = new Map<string, ImportField>()

describe('headings', () => {
  test('of the template mean every field once', () => {
    expect(guessMapping(TEMPLATE_HEADER, NOTHING)).toEqual([...IMPORT_FIELDS])
  })

  test('are the same with other widths, spaces, brackets and letters', () => {
    expect(guessMapping(['ＳＫＵ　Code', '单价（元）', '净 重*', 'STOCK', '备注', ''], NOTHING)).toEqual([
      'code',
      'price',
      'netWeight',
      'stock',
      '',
      '',
    ])
  })

  test('that two columns have leave both open, unless the cooperative has said which', () => {
    expect(guessMapping(['编码', '库存', '盘点数'], NOTHING)).toEqual(['code', '', ''])
    const said = new Map<string, ImportField>([[headingKey('盘点数'), 'stock']])
    expect(guessMapping(['编码', '库存', '盘点数'], said)).toEqual(['code', '', 'stock'])
    expect(guessMapping(['编码', '盘点数', '盘点数'], said)).toEqual(['code', '', ''])
    expect(duplicateHeadings(['编码', '库存 ', '库存', ''])).toEqual(['库存'])
  })

  test('need a code, one column for a field, and something to compare', () => {
    expect(findMappingProblem(['', 'stock'])).toEqual({ kind: 'noCode' })
    expect(findMappingProblem(['code', 'stock', 'stock'])).toEqual({ kind: 'fieldTwice', field: 'stock' })
    expect(findMappingProblem(['code', ''])).toEqual({ kind: 'nothingElse' })
    expect(findMappingProblem(['code', '', 'price'])).toBeUndefined()
  })
})
