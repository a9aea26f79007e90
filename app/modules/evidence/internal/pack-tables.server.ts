import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { guardCell } from '#app/platform/spreadsheet-csv.server.ts'
import type { EvidenceScope } from '../evidence-scope.ts'
import { scopeCondition } from './evidence-lines.server.ts'

export type Cell = string | number | null

/** A table of a pack: its columns, and how a part of its rows is read. */
export interface PackTable {
  name: string
  columns: readonly string[]
  /** The rows after `after` (the last one's key), in the order of their keys, the key first in each. */
  read: (db: Db, scope: EvidenceScope, after: string) => Promise<Cell[][]>
}

export const PAGE_ROWS = 2_000

/** Orders behind a scope, by id. */
const orders = (scope: EvidenceScope) => sql`select distinct line.order_id as id from recognized_purchase counted
  join order_line line on line.id = counted.order_line_id where ${scopeCondition(scope)}`

const shanghai = (column: string) => sql.raw(`to_char(${column} at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')`)

async function rowsOf(db: Db, query: ReturnType<typeof sql>): Promise<Cell[][]> {
  const { rows } = await query.execute(db)
  return rows.map((row) => Object.values(row as Record<string, Cell>))
}

/**
 * The documents that prove, table by table. Nobody's name, telephone or account is in
 * them: people stand under their orders' numbers.
 */
export const PACK_TABLES: readonly PackTable[] = [
  {
    name: 'orders.csv',
    columns: ['key', 'order_no', 'channel', 'fund_type', 'org_unit', 'status', 'total_fen', 'placed_at', 'paid_at'],
    read: (db, scope, after) =>
      rowsOf(
        db,
        sql`with mine as (${orders(scope)})
          select o.order_no as key, o.order_no, o.channel, o.fund_type, o.org_unit_id, o.status, o.total_fen,
            ${shanghai('o.placed_at')} as placed, ${shanghai('o.paid_at')} as paid
          from mine join "order" o on o.id = mine.id where o.order_no > ${after} order by o.order_no limit ${PAGE_ROWS}`,
      ),
  },
  {
    name: 'shipments.csv',
    columns: [
      'key',
      'order_no',
      'line_no',
      'quantity',
      'kind',
      'carrier',
      'tracking_number',
      'lot_code',
      'certificate',
      'at',
    ],
    read: (db, scope, after) =>
      rowsOf(
        db,
        sql`with mine as (${orders(scope)})
          select sent.id::text as key, o.order_no, line.line_no, sent.quantity, shipment.kind, shipment.carrier,
            shipment.tracking_number, batch.lot_code, batch.certificate_number, ${shanghai('shipment.at')} as at
          from mine join "order" o on o.id = mine.id join order_line line on line.order_id = o.id
            join shipment_line sent on sent.order_line_id = line.id join shipment on shipment.id = sent.shipment_id
            left join batch on batch.id = sent.batch_id
          where sent.id::text > ${after} order by sent.id::text limit ${PAGE_ROWS}`,
      ),
  },
  {
    name: 'acceptances.csv',
    columns: ['key', 'order_no', 'line_no', 'product', 'quantity', 'amount_fen', 'kind', 'at'],
    read: (db, scope, after) =>
      rowsOf(
        db,
        sql`with mine as (${orders(scope)})
          select piece.id::text as key, o.order_no, line.line_no, line.name_zh || ' ' || line.spec_zh as product, piece.quantity,
            piece.amount_fen, given.kind, ${shanghai('given.at')} as at
          from mine join "order" o on o.id = mine.id join order_line line on line.order_id = o.id
            join hand_over_line piece on piece.order_line_id = line.id join hand_over given on given.id = piece.hand_over_id
          where piece.id::text > ${after} order by piece.id::text limit ${PAGE_ROWS}`,
      ),
  },
  {
    name: 'payments.csv',
    columns: ['key', 'order_no', 'method', 'provider_ref', 'amount_fen', 'refunded_fen', 'captured_at'],
    read: (db, scope, after) =>
      rowsOf(
        db,
        sql`with mine as (${orders(scope)})
          select payment.id::text as key, o.order_no, payment.method, payment.provider_ref, payment.amount_fen,
            payment.refunded_fen, ${shanghai('payment.captured_at')} as at
          from mine join "order" o on o.id = mine.id join payment on payment.order_id = o.id
          where payment.id::text > ${after} order by payment.id::text limit ${PAGE_ROWS}`,
      ),
  },
  {
    name: 'refunds.csv',
    columns: [
      'key',
      'order_no',
      'line_no',
      'reason',
      'bearer',
      'amount_fen',
      'fee_fen',
      'state',
      'provider_ref',
      'decided_at',
    ],
    read: (db, scope, after) =>
      rowsOf(
        db,
        sql`with mine as (${orders(scope)})
          select part.id::text as key, o.order_no, line.line_no, refund.reason, part.bearer, part.amount_fen, part.fee_fen,
            refund.state, refund.provider_ref, ${shanghai('refund.decided_at')} as at
          from mine join "order" o on o.id = mine.id join refund on refund.order_id = o.id
            join refund_line part on part.refund_id = refund.id join order_line line on line.id = part.order_line_id
          where part.id::text > ${after} order by part.id::text limit ${PAGE_ROWS}`,
      ),
  },
  {
    name: 'invoices.csv',
    columns: ['key', 'order_no', 'state', 'number', 'issued_on', 'amount_fen', 'red_number', 'red_on'],
    read: (db, scope, after) =>
      rowsOf(
        db,
        sql`with mine as (${orders(scope)})
          select fapiao.id::text as key, o.order_no, fapiao.state, fapiao.number, fapiao.issued_on, fapiao.amount_fen,
            fapiao.red_number, fapiao.red_on
          from mine join "order" o on o.id = mine.id join fapiao on fapiao.order_id = o.id
          where fapiao.id::text > ${after} order by fapiao.id::text limit ${PAGE_ROWS}`,
      ),
  },
  {
    name: 'external.csv',
    columns: [
      'key',
      'channel',
      'external_no',
      'line_no',
      'revision',
      'supplier',
      'product',
      'amount_fen',
      'refund_fen',
      'ordered_on',
      'accepted_on',
      'paid_on',
      'reviewed_on',
      'invoice_no',
      'payment_ref',
      'agreement_no',
      'state',
    ],
    read: (db, scope, after) =>
      rowsOf(
        db,
        sql`select bought.id::text as key, bought.channel, bought.external_no, bought.line_no, bought.revision,
            coalesce(supplier.name_zh, bought.supplier_name) as supplier, bought.product, bought.amount_fen, bought.refund_fen,
            bought.ordered_on, bought.accepted_on, bought.paid_on, bought.reviewed_on, bought.invoice_no, bought.payment_ref,
            bought.agreement_no, bought.state
          from recognized_purchase counted join external_purchase bought on bought.counted_source_id = counted.source_id
            left join cooperative supplier on supplier.id = bought.cooperative_id
          where counted.source_type = 'external' and ${scopeCondition(scope)} and bought.id::text > ${after}
          order by bought.id::text limit ${PAGE_ROWS}`,
      ),
  },
  {
    name: 'agreements.csv',
    columns: [
      'key',
      'agreement_no',
      'county_id',
      'supplier',
      'fund_type',
      'starts_on',
      'ends_on',
      'committed_fen',
      'signed_on',
    ],
    read: (db, scope, after) =>
      rowsOf(
        db,
        sql`select distinct deal.id::text as key, deal.agreement_no, deal.county_id, coalesce(supplier.name_zh, deal.supplier_name) as supplier,
            deal.fund_type, deal.starts_on, deal.ends_on, deal.committed_fen, deal.signed_on
          from recognized_purchase counted join purchase_agreement deal on deal.id = counted.agreement_id
            left join cooperative supplier on supplier.id = deal.cooperative_id
          where ${scopeCondition(scope)} and deal.id::text > ${after} order by 1 limit ${PAGE_ROWS}`,
      ),
  },
  {
    // Every field of the text that is hashed, in its order, so that the chain can be computed again from this file alone.
    name: 'ledger.csv',
    columns: [
      'key',
      'book',
      'seq',
      'entry_id',
      'source_type',
      'source_id',
      'occurred_at',
      'business_date',
      'recorded_at',
      'line_count',
      'input_hash',
      'reverses_entry_id',
      'line_no',
      'account_code',
      'amount_fen',
      'prev_hash',
      'hash',
    ],
    read: (db, scope, after) =>
      rowsOf(
        db,
        sql`with entries as (
            select counted.journal_entry_id as id from recognized_purchase counted where ${scopeCondition(scope)}
            union
            select entry.id from (${orders(scope)}) mine join payment on payment.order_id = mine.id
              join journal_entry entry on entry.book = 'money' and entry.source_type in ('capture', 'cash_receipt')
                and entry.source_id = payment.id::text
            union
            select entry.id from (${orders(scope)}) mine join supplier_order part on part.order_id = mine.id
              join hand_over given on given.supplier_order_id = part.id
              join journal_entry entry on entry.book = 'money' and entry.source_type = 'acceptance' and entry.source_id = given.id::text
          )
          select p.book || lpad(p.seq::text, 18, '0') as key, p.book, p.seq, e.id, e.source_type, e.source_id,
            to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as occurred,
            to_char(e.business_date, 'YYYY-MM-DD') as day, to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as recorded,
            e.line_count, e.input_hash, e.reverses_entry_id, p.line_no, p.account_code, p.amount_fen,
            encode(p.prev_hash, 'hex') as before, encode(p.hash, 'hex') as hash
          from entries join journal_entry e on e.id = entries.id join posting p on p.entry_id = e.id
          where p.book || lpad(p.seq::text, 18, '0') > ${after} order by 1 limit ${PAGE_ROWS}`,
      ),
  },
]

/** The heading of a csv, marked so that Excel reads it in the right encoding. */
export function csvHead(columns: readonly string[]): string {
  return `\ufeff${csvLine(columns)}`
}

/** A line of a csv in which nothing is a formula. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map((cell) => quoted(typeof cell === 'number' ? String(cell) : guardCell(cell ?? ''))).join(',')}\r\n`
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
