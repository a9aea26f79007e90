import { describe, expect, it } from 'vitest'
import { readAuditDetail } from './audit-detail.ts'

describe('the detail of an audit event', () => {
  it('is read field by field, nested ones by their path, without what did not change', () => {
    const detail = {
      orderNo: '20260101-1',
      before: { state: 'proposed', amountFen: { college: 100, 'county:xunyi': 30 }, same: [1, 2] },
      after: { state: 'approved', amountFen: { college: 120 }, same: [1, 2], because: undefined },
    }
    expect(readAuditDetail(detail)).toEqual({
      changes: [
        { field: 'state', before: 'proposed', after: 'approved' },
        { field: 'amountFen.college', before: 100, after: 120 },
        { field: 'amountFen.county:xunyi', before: 30, after: undefined },
      ],
      facts: [{ field: 'orderNo', value: '20260101-1' }],
    })
  })

  it('has nothing to tell of what was left empty', () => {
    const detail = { reason: '', before: { note: '' }, after: { note: '', spec: '', unit: '箱' } }
    expect(readAuditDetail(detail)).toEqual({
      changes: [{ field: 'unit', before: undefined, after: '箱' }],
      facts: [],
    })
  })

  it.each([{}, null, undefined, 'text', [1]])('may be anything: %o', (detail) => {
    expect(readAuditDetail(detail)).toEqual({ changes: [], facts: [] })
  })
})
