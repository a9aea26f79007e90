import { sql } from 'kysely'
import { decideRefund } from '#app/modules/aftersale/decide-refund.server.ts'
import { issueFapiao } from '#app/modules/fapiao/keep-fapiao.server.ts'
import { requestFapiao } from '#app/modules/fapiao/request-fapiao.server.ts'
import { asActor, isBuyerKind, type Visitor } from '#app/modules/identity/permissions.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { FapiaoId, PersonId, SupplierOrderId } from '#app/shared/ids.ts'
import { type Fen, fen, formatYuan } from '#app/shared/money.ts'
import { seededRandom } from '../history/random.ts'
import { yuan } from '../purchases.ts'
import { type Desk, taken } from './desk.ts'
import { storePaper } from './papers.server.ts'

/** Whose accounts are shown, and how many invoices each of them asked for. */
const BUYERS = ['T20150036', 'S2025010118']
const EACH = 2

/** The two buyers ask for invoices of what they accepted. */
export async function askFapiao(desk: Desk, now: Date): Promise<void> {
  for (const campusNumber of BUYERS) {
    const buyer = await findBuyer(desk, campusNumber)
    const actor = buyer && asActor(buyer, 'order:own')
    if (!buyer || !actor) continue
    for (const supplierOrderId of await listAcceptedParts(desk, buyer.personId, now)) {
      const requestId = seededRandom(`fapiao ${supplierOrderId}`).id(now)
      const form = { requestId, supplierOrderId, titleKind: 'person' as const, title: buyer.name, taxNo: '' }
      taken(await requestFapiao(desk.db, { buyer: actor, form, now }), 'fapiao')
    }
  }
}

async function findBuyer({ db }: Desk, campusNumber: string): Promise<Visitor | undefined> {
  const row = await db
    .selectFrom('person')
    .select(['id', 'name', 'kind'])
    .where('campus_number', '=', campusNumber)
    .executeTakeFirst()
  if (!row || !isBuyerKind(row.kind)) return undefined
  return { personId: row.id as PersonId, name: row.name, kind: row.kind, roles: [row.kind] }
}

/** The latest that were wholly kept, so that what is owed stays what it is. */
async function listAcceptedParts({ db }: Desk, buyerId: PersonId, now: Date): Promise<SupplierOrderId[]> {
  const { rows } = await sql<{ id: SupplierOrderId }>`
    select part.id from supplier_order part join "order" o on o.id = part.order_id
      join order_line line on line.supplier_order_id = part.id
    where o.buyer_id = ${buyerId} and o.status = 'completed' and o.placed_at < ${now}
    group by part.id, o.placed_at
    having bool_and(line.accepted_quantity = line.quantity and line.returned_fen = 0)
    order by o.placed_at desc, part.id limit ${EACH}`.execute(db)
  return rows.map((row) => row.id)
}

/** The officer writes down the invoices that came back; the last one asked for is still to come. */
export async function issueFapiaos(desk: Desk, now: Date): Promise<void> {
  const { db } = desk
  const keeper = { personId: desk.as('finance_officer', 'fapiao:record').personId, cooperativeId: undefined }
  const { rows } = await sql<{ id: FapiaoId; title: string; owed: number }>`
    select fapiao.id, title, (select sum(line.unit_price_fen * line.accepted_quantity - line.returned_fen)::bigint
      from order_line line where line.supplier_order_id = fapiao.supplier_order_id) as owed
    from fapiao where state = 'requested' order by requested_at, id`.execute(db)
  const { count } = await db
    .selectFrom('fapiao')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const due = rows.slice(0, Math.max(0, rows.length - (count === rows.length ? 1 : 0)))
  for (const { id: fapiaoId, title, owed } of due) {
    const [number, amount] = [
      `2661200000${seededRandom(`number ${fapiaoId}`).between(1_000_000_000, 4_000_000_000)}`,
      fen(owed),
    ]
    const documentId = await printFapiao(desk, { number, title, amount, now })
    taken(await issueFapiao(db, { keeper, fapiaoId, number, day: businessDate(now), amount, documentId, now }), number)
  }
}

function printFapiao(
  { db, as }: Desk,
  { number, title, amount, now }: { number: string; title: string; amount: Fen; now: Date },
) {
  const lines = [
    `发票号码：${number}`,
    `购买方：${title}`,
    `价税合计：${formatYuan(amount)} 元`,
    `开票日期：${businessDate(now)}`,
  ]
  const paper = { fileName: `${number}.pdf`, title: '电子发票（普通发票）版式样张', lines }
  return storePaper(db, { paper, by: as('finance_officer', 'fapiao:record').personId, now })
}

/** Something of an invoiced order is given back out of goodwill: its invoice stands for too much now. */
export async function giveBackAfterIssue(desk: Desk, now: Date): Promise<void> {
  const { db } = desk
  const { rows } = await sql<{ order_no: string; line_no: number }>`
    select o.order_no, line.line_no from fapiao join "order" o on o.id = fapiao.order_id
      join order_line line on line.supplier_order_id = fapiao.supplier_order_id
    where fapiao.state = 'issued' and line.line_fen > 1000 order by fapiao.requested_at desc, fapiao.id desc, line.line_no limit 1`.execute(
    db,
  )
  const [line] = rows
  if (!line) return
  const wish = { lineNo: line.line_no, openPieces: 0, acceptedPieces: 0, goodwill: yuan('5.00'), isRestocked: false }
  const form = {
    requestId: seededRandom('goodwill after invoice').id(now),
    reason: 'goodwill' as const,
    bearer: 'college' as const,
    note: '送货晚了两天，退五元致歉。',
    lines: [wish],
  }
  const officer = desk.as('finance_officer', 'refund:decide')
  taken(await decideRefund(db, { orderNo: line.order_no, form, officer, now }), 'goodwill')
}
