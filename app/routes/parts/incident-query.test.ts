import { describe, expect, test } from 'vitest'
import { formatIncidentQuery, parseIncidentQuery } from './incident-query.ts'

const parse = (query: string) => parseIncidentQuery(new URLSearchParams(query))
const ID = '0193579e-0000-7000-8000-000000000001'

describe('the address of the incidents', () => {
  test('asks for all open ones when it says nothing', () => {
    const all = { isClosed: false, kind: undefined, owner: undefined, after: undefined }
    expect([parse(''), parse('show=&kind=&owner=&after=')]).toEqual([all, all])
  })

  test('is read as it was written', () => {
    const query = { isClosed: true, kind: 'dispute', owner: 'mine', after: ID } as const
    expect(parse(formatIncidentQuery(query))).toEqual(query)
  })

  test.each(['show=all', 'kind=x', 'owner=you', 'after=1', `after=${ID.toUpperCase()}x`])(
    '%s is none of ours',
    (query) => {
      expect(parse(query)).toBeUndefined()
    },
  )
})
