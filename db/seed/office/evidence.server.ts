import { attachEvidence } from '#app/modules/documents/attach-evidence.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import { fen, formatYuan } from '#app/shared/money.ts'
import type { Desk } from './desk.ts'
import { type Paper, storePaper } from './papers.server.ts'

/** Purchases of the opening year whose papers are on file; those of the others are still to be collected. */
const MOST = 6

/** Invoice and acceptance sheet of some purchases. */
export async function fileEvidence(desk: Desk, now: Date): Promise<void> {
  const { db } = desk
  const year = businessDate(desk.openedAt).slice(0, 4)
  const officer = desk.as('finance_officer', 'purchase:record')
  const rows = await db
    .selectFrom('external_purchase')
    .select(['id', 'external_no', 'amount_fen', 'invoice_no', 'accepted_on', 'product'])
    .where('accepted_on', '>=', `${year}-01-01`)
    .where('invoice_no', '<>', '')
    .orderBy('accepted_on')
    .orderBy('id')
    .limit(MOST)
    .execute()
  for (const row of rows) {
    const known = await db
      .selectFrom('evidence_item')
      .select('id')
      .where('subject_type', '=', 'external_purchase')
      .where('subject_id', '=', row.id)
      .executeTakeFirst()
    if (known) continue
    const amount = formatYuan(fen(row.amount_fen))
    const invoice: Paper = {
      fileName: `发票-${row.invoice_no}.pdf`,
      title: '发票复印件',
      lines: [`发票号码：${row.invoice_no}`, `货物：${row.product}`, `价税合计：${amount} 元`],
    }
    const acceptance: Paper = {
      fileName: `验收单-${row.external_no}.pdf`,
      title: '验收单',
      lines: [
        `订单号：${row.external_no}`,
        `货物：${row.product}`,
        `金额：${amount} 元`,
        `验收日期：${row.accepted_on}`,
      ],
    }
    const by = officer.personId
    const [invoiceId, acceptanceId] = [
      await storePaper(db, { paper: invoice, by, now }),
      await storePaper(db, { paper: acceptance, by, now }),
    ]
    const subject = { subject: 'external_purchase', subjectId: row.id, attachedBy: by, now } as const
    await inTransaction(db, async (tx) => {
      await attachEvidence(tx, { ...subject, kind: 'invoice', documentId: invoiceId })
      await attachEvidence(tx, { ...subject, kind: 'acceptance', documentId: acceptanceId })
    })
  }
}
