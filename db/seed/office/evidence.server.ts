import { attachEvidence } from '#app/modules/documents/attach-evidence.server.ts'
import type { EvidenceKind } from '#app/modules/documents/document.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { ExternalPurchaseId } from '#app/shared/ids.ts'
import { type Fen, fen, formatYuan } from '#app/shared/money.ts'
import type { Desk } from './desk.ts'
import { firstOf, lastOf, type YearMonth } from './moments.ts'
import { type Paper, storePaper } from './papers.server.ts'

interface Bought {
  purchaseId: ExternalPurchaseId
  externalNo: string
  product: string
  amount: Fen
  acceptedOn: BusinessDate
  invoiceNo: string
  paymentRef: string
}

/** Whoever bought something in a month hands in what proves it, scanned into one file. */
export async function fileEvidence(desk: Desk, { month, now }: { month: YearMonth; now: Date }): Promise<void> {
  const { db } = desk
  const by = desk.as('finance_officer', 'purchase:record').personId
  for (const bought of await listUnproved(desk, month)) {
    const documentId = await storePaper(db, { paper: paperOf(bought), by, now })
    const item = {
      subject: 'external_purchase',
      subjectId: bought.purchaseId,
      documentId,
      attachedBy: by,
      now,
    } as const
    await inTransaction(db, async (tx) => {
      for (const kind of kindsOf(bought)) await attachEvidence(tx, { ...item, kind })
    })
  }
}

async function listUnproved({ db }: Desk, month: YearMonth): Promise<Bought[]> {
  const rows = await db
    .selectFrom('external_purchase')
    .select(['id', 'external_no', 'product', 'amount_fen', 'accepted_on', 'invoice_no', 'payment_ref'])
    .where('accepted_on', '>=', firstOf(month))
    .where('accepted_on', '<=', lastOf(month))
    .where('has_evidence', '=', false)
    .where('state', '<>', 'reversed')
    .orderBy('accepted_on')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    purchaseId: row.id as ExternalPurchaseId,
    externalNo: row.external_no,
    product: row.product,
    amount: fen(row.amount_fen),
    acceptedOn: row.accepted_on ?? firstOf(month),
    invoiceNo: row.invoice_no,
    paymentRef: row.payment_ref,
  }))
}

function paperOf({ externalNo, product, amount, acceptedOn, invoiceNo, paymentRef }: Bought): Paper {
  return {
    fileName: `采购佐证-${externalNo}.pdf`,
    title: '采购佐证材料',
    lines: [
      `订单号：${externalNo}`,
      `货物：${product}`,
      `金额：${formatYuan(amount)} 元`,
      `验收日期：${acceptedOn}`,
      ...(invoiceNo ? [`发票号码：${invoiceNo}`] : []),
      ...(paymentRef ? [`支付流水号：${paymentRef}`] : []),
    ],
  }
}

/** What the pages of the file prove. */
function kindsOf({ invoiceNo, paymentRef }: Bought): EvidenceKind[] {
  return [
    'order',
    'acceptance',
    ...(invoiceNo ? (['invoice'] as const) : []),
    ...(paymentRef ? (['payment'] as const) : []),
  ]
}
