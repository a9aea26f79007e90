import { describe, expect, it } from 'vitest'
import { formatJournalQuery, parseJournalQuery } from './journal-query.ts'

const parse = (query: string) => parseJournalQuery(new URLSearchParams(query))

describe('asking for a page of the journal', () => {
  it('begins with the money book when nothing is asked for', () => {
    expect(parse('')).toEqual({ book: 'money', from: undefined, to: undefined, after: undefined })
    expect(parse('book=&from=&to=')).toEqual(parse(''))
  })

  it('reads what it writes', () => {
    const query = {
      book: 'assistance',
      from: '2026-01-01',
      to: '2026-12-31',
      after: { businessDate: '2026-11-24', entryId: 1234 },
    } as const
    expect(parse(formatJournalQuery(query))).toEqual(query)
  })

  it.each([
    'book=cash',
    'from=2026-02-30',
    'from=2026-2-1',
    'to=yesterday',
    'after=2026-11-24',
    'after=2026-11-24.1e9',
    'after=2026-11-24.99999999999999999999',
    'from=2026-01-01%00',
  ])('refuses %s', (query) => {
    expect(parse(query)).toBeUndefined()
  })
})
