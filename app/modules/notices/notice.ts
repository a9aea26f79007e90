import { z } from 'zod'

const orderNo = z.string()
const amountFen = z.int()
const instant = z.iso.datetime()
const named = { nameZh: z.string(), nameEn: z.string() }
const place = { placeZh: z.string(), placeEn: z.string() }

/**
 * What each kind of notice says, as facts: the words are chosen when it is read,
 * in the reader's language. Nothing here is more than the recipient may see.
 * Instants are ISO texts; a reason or note is somebody's own words.
 */
const noticeDataSchemas = {
  order_placed: z.object({ orderNo, totalFen: amountFen, payBefore: instant }),
  order_paid: z.object({ orderNo, amountFen }),
  /** `opensAt` and `closesAt` are null where the recipient lives: the goods come to the building. */
  order_ready: z.object({ orderNo, ...place, opensAt: instant.nullable(), closesAt: instant.nullable() }),
  lines_shorted: z.object({
    orderNo,
    lines: z.array(z.object({ ...named, quantity: z.int() })),
    refundFen: amountFen,
    note: z.string(),
  }),
  pickup_reminder: z.object({ orderNo, ...place, keptUntil: instant }),
  not_collected: z.object({ orderNo, outcome: z.enum(['refunded', 'donated']), refundFen: amountFen }),
  refunded: z.object({ orderNo, amountFen }),
  refund_refused: z.object({ orderNo, reason: z.string() }),
  listing_published: z.object({ ...named, productSlug: z.string() }),
  listing_sent_back: z.object({ ...named, changeId: z.string(), reason: z.string() }),
  /** `orderNo` is null for people of the cooperative, whose batch it is. */
  batch_recalled: z.object({ ...named, lotNo: z.string(), orderNo: orderNo.nullable(), reason: z.string() }),
  /** The cooperative somebody may act for from now on. */
  invited: z.object(named),
  /** `month` is '2026-11'. */
  statement_sent: z.object({
    statementId: z.string(),
    statementNo: z.string(),
    month: z.string(),
    totalFen: amountFen,
  }),
  statement_paid: z.object({
    statementId: z.string(),
    statementNo: z.string(),
    month: z.string(),
    totalFen: amountFen,
  }),
  /** `masked` is what may be seen of the number. */
  bank_account_recorded: z.object({ bankName: z.string(), masked: z.string(), validFrom: z.iso.date() }),
} as const satisfies Record<string, z.ZodType>

export type NoticeKind = keyof typeof noticeDataSchemas
export const NOTICE_KINDS = Object.keys(noticeDataSchemas) as NoticeKind[]

export type NoticeDataOf = { [Kind in NoticeKind]: z.output<(typeof noticeDataSchemas)[Kind]> }

/** One kind together with its facts. */
export type NoticeContent<Kind extends NoticeKind = NoticeKind> = {
  [Each in Kind]: { kind: Each; data: NoticeDataOf[Each] }
}[Kind]

/** Reads a notice back from its row. Throws for one that could not have been written. */
export function readContent(kind: string, data: unknown): NoticeContent {
  const schema = noticeDataSchemas[kind as NoticeKind]
  if (!schema) throw new Error(`${kind} is no kind of notice`)
  return { kind, data: schema.parse(data) } as NoticeContent
}

/** The page a notice is about. */
export type NoticeSubject =
  | { page: 'order'; orderNo: string }
  | { page: 'product'; slug: string }
  | { page: 'listing'; changeId: string }
  | { page: 'cooperative' }
  | { page: 'statement'; statementId: string }
  | { page: 'statements' }

export function subjectOf({ kind, data }: NoticeContent): NoticeSubject {
  if (kind === 'listing_published') return { page: 'product', slug: data.productSlug }
  if (kind === 'listing_sent_back') return { page: 'listing', changeId: data.changeId }
  if (kind === 'statement_sent' || kind === 'statement_paid')
    return { page: 'statement', statementId: data.statementId }
  if (kind === 'bank_account_recorded') return { page: 'statements' }
  if (kind === 'invited' || data.orderNo === null) return { page: 'cooperative' }
  return { page: 'order', orderNo: data.orderNo }
}
