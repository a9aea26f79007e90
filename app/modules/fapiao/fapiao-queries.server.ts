import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, DocumentId, FapiaoId, PersonId, SupplierOrderId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import type { FapiaoState } from './fapiao.ts'
import type { FapiaoList } from './fapiao-lists.ts'
import { owedOfPart } from './internal/fapiao-rows.server.ts'

export interface FapiaoView {
  fapiaoId: FapiaoId
  orderNo: string
  cooperativeZh: string
  cooperativeEn: string
  titleKind: 'person' | 'unit'
  title: string
  taxNo: string
  state: FapiaoState
  requestedAt: Date
  /** What the buyer keeps of the part today. */
  owed: Fen
  number: string | undefined
  issuedOn: BusinessDate | undefined
  amount: Fen | undefined
  documentId: DocumentId | undefined
  declinedBecause: string | undefined
  red: { number: string; day: BusinessDate; because: string; documentId: DocumentId } | undefined
  /** The invoice stands, and the buyer has been given something back since: it must be taken back and issued anew. */
  needsRed: boolean
}

interface FapiaoRow {
  id: FapiaoId
  order_no: string
  cooperative_zh: string
  cooperative_en: string
  title_kind: 'person' | 'unit'
  title: string
  tax_no: string
  state: FapiaoState
  requested_at: Date
  owed: number
  number: string | null
  issued_on: BusinessDate | null
  amount_fen: number | null
  document_id: DocumentId | null
  declined_because: string | null
  red_number: string | null
  red_on: BusinessDate | null
  red_because: string | null
  red_document_id: DocumentId | null
}

const needsRed = sql`fapiao.state = 'issued' and fapiao.amount_fen <> ${owedOfPart}`

async function read(db: Db, where: RawBuilder<unknown>, limit: number): Promise<FapiaoView[]> {
  const { rows } = await sql<FapiaoRow>`
    select fapiao.*, o.order_no, seller.name_zh as cooperative_zh, seller.name_en as cooperative_en, ${owedOfPart} as owed
    from fapiao join supplier_order part on part.id = fapiao.supplier_order_id join "order" o on o.id = fapiao.order_id
      join cooperative seller on seller.id = fapiao.cooperative_id
    where ${where} order by fapiao.requested_at desc, fapiao.id desc limit ${limit}`.execute(db)
  return rows.map(readView)
}

function readView(row: FapiaoRow): FapiaoView {
  const { red_number: number, red_on: day, red_because: because, red_document_id: documentId } = row
  const isRed = number !== null && day !== null && because !== null && documentId !== null
  return {
    fapiaoId: row.id,
    orderNo: row.order_no,
    cooperativeZh: row.cooperative_zh,
    cooperativeEn: row.cooperative_en,
    titleKind: row.title_kind,
    title: row.title,
    taxNo: row.tax_no,
    state: row.state,
    requestedAt: row.requested_at,
    owed: fen(row.owed),
    number: row.number ?? undefined,
    issuedOn: row.issued_on ?? undefined,
    amount: row.amount_fen === null ? undefined : fen(row.amount_fen),
    documentId: row.document_id ?? undefined,
    declinedBecause: row.declined_because ?? undefined,
    red: isRed ? { number, day, because, documentId } : undefined,
    needsRed: row.state === 'issued' && row.amount_fen !== row.owed,
  }
}

/** Of one cooperative, or of all, the newest first. */
export function listFapiao(
  db: Db,
  { list, cooperativeId, limit }: { list: FapiaoList; cooperativeId?: CooperativeId | undefined; limit: number },
): Promise<FapiaoView[]> {
  const own = cooperativeId ? sql`fapiao.cooperative_id = ${cooperativeId}` : sql`true`
  const which = list === 'all' ? sql`true` : list === 'requested' ? sql`fapiao.state = 'requested'` : needsRed
  return read(db, sql`${own} and ${which}`, limit)
}

/** One; undefined for none, and for one of another cooperative than the one asked for. */
export async function findFapiao(
  db: Db,
  { fapiaoId, cooperativeId }: { fapiaoId: FapiaoId; cooperativeId?: CooperativeId | undefined },
): Promise<FapiaoView | undefined> {
  const own = cooperativeId ? sql`fapiao.cooperative_id = ${cooperativeId}` : sql`true`
  const [found] = await read(db, sql`fapiao.id = ${fapiaoId} and ${own}`, 1)
  return found
}

export interface PartToInvoice {
  supplierOrderId: SupplierOrderId
  cooperativeZh: string
  cooperativeEn: string
  owed: Fen
  /** The newest first. */
  fapiao: FapiaoView[]
}

/** The parts of a buyer's own order with what was asked for each; undefined for an order that is not theirs. */
export async function findOrderFapiao(
  db: Db,
  { buyerId, orderNo }: { buyerId: PersonId; orderNo: string },
): Promise<PartToInvoice[] | undefined> {
  const { rows } = await sql<{ id: SupplierOrderId; name_zh: string; name_en: string; owed: number }>`
    select part.id, seller.name_zh, seller.name_en, ${owedOfPart} as owed
    from "order" o join supplier_order part on part.order_id = o.id join cooperative seller on seller.id = part.cooperative_id
    where o.order_no = ${orderNo} and o.buyer_id = ${buyerId} order by seller.name_zh, part.id`.execute(db)
  if (rows.length === 0) return undefined
  return Promise.all(
    rows.map(async (row) => ({
      supplierOrderId: row.id,
      cooperativeZh: row.name_zh,
      cooperativeEn: row.name_en,
      owed: fen(row.owed),
      fapiao: await read(db, sql`fapiao.supplier_order_id = ${row.id}`, 20),
    })),
  )
}

/** The file of an invoice or of its red-letter one, for the buyer who asked for it; undefined for anybody else's. */
export async function findBuyersFile(
  db: Db,
  { buyerId, documentId }: { buyerId: PersonId; documentId: DocumentId },
): Promise<DocumentId | undefined> {
  const row = await db
    .selectFrom('fapiao')
    .innerJoin('order', 'order.id', 'fapiao.order_id')
    .select('fapiao.id')
    .where('order.buyer_id', '=', buyerId)
    .where((eb) => eb.or([eb('document_id', '=', documentId), eb('red_document_id', '=', documentId)]))
    .limit(1)
    .executeTakeFirst()
  return row && documentId
}

/** Likewise for the cooperative that is the seller. */
export async function findSellersFile(
  db: Db,
  { cooperativeId, documentId }: { cooperativeId: CooperativeId; documentId: DocumentId },
): Promise<DocumentId | undefined> {
  const row = await db
    .selectFrom('fapiao')
    .select('id')
    .where('cooperative_id', '=', cooperativeId)
    .where((eb) => eb.or([eb('document_id', '=', documentId), eb('red_document_id', '=', documentId)]))
    .limit(1)
    .executeTakeFirst()
  return row && documentId
}
