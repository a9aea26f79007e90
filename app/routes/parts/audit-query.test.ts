import { describe, expect, it } from 'vitest'
import { formatAuditQuery, parseAuditQuery } from './audit-query.ts'

const parse = (query: string) => parseAuditQuery(new URLSearchParams(query))

describe('the address of a part of the audit log', () => {
  it('is read and written alike', () => {
    const query = parse(
      'verb=target.set&objectType=period&objectId=2026-01&person=%E5%91%A8&from=2026-01-01&to=2026-01-31&before=7',
    )
    expect(query).toEqual({
      verb: 'target.set',
      objectType: 'period',
      objectId: '2026-01',
      person: '周',
      from: '2026-01-01',
      to: '2026-01-31',
      before: 7,
    })
    expect(query && parse(formatAuditQuery(query))).toEqual(query)
  })

  it('asks for everything where a field is empty or blank', () => {
    expect(parse('verb=&from=&person=%20')).toMatchObject({ verb: undefined, from: undefined, person: undefined })
    expect(formatAuditQuery(parse('') ?? {})).toBe('')
  })

  it.each(['from=2026-02-30', 'to=yesterday', 'before=-1', 'before=1e3', 'objectId=%00', `person=${'x'.repeat(101)}`])(
    'is none with %s',
    (query) => {
      expect(parse(query)).toBeUndefined()
    },
  )
})
