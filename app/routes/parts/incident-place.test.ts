import { describe, expect, it } from 'vitest'
import { incidentsMessages } from '#app/messages/incidents.ts'
import type { IncidentKind } from '#app/modules/payments/incident.ts'
import { placeOf } from './incident-place.ts'

const KEY = '01a214b6-0000-7000-8000-000000000001'
const place = (kind: IncidentKind, sourceId: string, detail = {}) =>
  placeOf({ kind, sourceId, detail }, incidentsMessages.zh)

describe('the document behind an incident', () => {
  it.each<[IncidentKind, string, string]>([
    ['statement_disputed', `${KEY}/1`, `/finance/statements/${KEY}`],
    ['statement_overdue', KEY, `/finance/statements/${KEY}`],
    ['bank_unclaimed', KEY, `/finance/bank/lines/${KEY}`],
    ['tie_out', 'clearing@12', '/finance/tie-outs?run=12'],
    ['payout_failed', 'po_1', '/finance/reconciliation/payouts/po_1'],
    ['unmatched_balance', 'txn_1', '/finance/reconciliation/lines/txn_1'],
    ['unmatched_balance', 'ours:2026-10-01', '/finance/reconciliation?show=ours_only&day=2026-10-01'],
    ['bill_difference', 'alipay:2026-10-01', '/finance/bills'],
  ])('of %s %s is %s', (kind, sourceId, href) => {
    expect(place(kind, sourceId)?.href).toBe(href)
  })

  it('is called by its number where it has one', () => {
    expect(place('statement_disputed', `${KEY}/1`, { statementNo: 'JS-202610-004' })?.words).toBe(
      '结算单 JS-202610-004',
    )
  })

  it.each<[IncidentKind, string]>([
    ['statement_overdue', 'x'],
    ['bank_unclaimed', '../x'],
    ['tie_out', 'clearing'],
    ['dead_event', 'evt_1'],
    ['period_late', 'never'],
  ])('of %s %s is no page', (kind, sourceId) => {
    expect(place(kind, sourceId)).toBeUndefined()
  })
})
