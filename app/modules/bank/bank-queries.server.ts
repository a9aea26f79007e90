import { sql } from 'kysely'
import { BANK } from '#app/modules/ledger/accounts.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { BankLineId, BankLinkId } from '#app/shared/ids.ts'
import { addFen, type Fen, fen, subtractFen, ZERO_FEN } from '#app/shared/money.ts'
import type { LinkPart } from './bank-link.ts'

export interface BankLine {
  bankLineId: BankLineId
  bookedOn: BusinessDate
  /** Into the account positive. */
  amount: Fen
  counterparty: string
  counterpartyTail: string
  purpose: string
  bankRef: string
  balance: Fen | undefined
  linkId: BankLinkId | undefined
}

interface LineRow {
  id: BankLineId
  booked_on: BusinessDate
  amount_fen: number
  counterparty: string
  counterparty_tail: string
  purpose: string
  bank_ref: string
  balance_fen: number | null
  bank_link_id: BankLinkId | null
}

const lineColumns = sql`line.id, line.booked_on, line.amount_fen, line.counterparty, line.counterparty_tail, line.purpose,
  line.bank_ref, line.balance_fen, line.bank_link_id`

export interface BankPlace {
  bookedOn: BusinessDate
  bankLineId: BankLineId
}

/** Bank lines, the newest first: all, or only those that nothing explains. */
export async function listBankLines(
  db: Db,
  { show, after, limit }: { show: 'open' | 'all'; after?: BankPlace | undefined; limit: number },
): Promise<{ lines: BankLine[]; next: BankPlace | undefined }> {
  const place = after
    ? sql`(line.booked_on, line.id) < (${after.bookedOn}::date, ${after.bankLineId}::uuid)`
    : sql`true`
  const open = show === 'open' ? sql`line.bank_link_id is null` : sql`true`
  const { rows } = await sql<LineRow>`
    select ${lineColumns} from bank_line line where ${open} and ${place}
    order by line.booked_on desc, line.id desc limit ${limit + 1}`.execute(db)
  const lines = rows.slice(0, limit).map(readLine)
  const last = lines.at(-1)
  return { lines, next: rows.length > limit && last ? last : undefined }
}

/** How many lines nothing explains yet. */
export async function countOpenLines(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('bank_line')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('bank_link_id', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

function readLine(row: LineRow): BankLine {
  return {
    bankLineId: row.id,
    bookedOn: row.booked_on,
    amount: fen(row.amount_fen),
    counterparty: row.counterparty,
    counterpartyTail: row.counterparty_tail,
    purpose: row.purpose,
    bankRef: row.bank_ref,
    balance: row.balance_fen === null ? undefined : fen(row.balance_fen),
    linkId: row.bank_link_id ?? undefined,
  }
}

export async function findBankLine(db: Db, bankLineId: BankLineId): Promise<BankLine | undefined> {
  const { rows } = await sql<LineRow>`select ${lineColumns} from bank_line line where line.id = ${bankLineId}`.execute(
    db,
  )
  return rows[0] && readLine(rows[0])
}

export interface BankLinkView {
  linkId: BankLinkId
  note: string
  madeBy: string
  madeAt: Date
  entryId: number
  undone: { by: string; at: Date; because: string } | undefined
  lines: { bankLineId: BankLineId; amount: Fen; bookedOn: BusinessDate; counterparty: string }[]
  parts: LinkPart[]
}

/** Every link a bank line has or had, the newest first, each with both its sides. */
export async function listLinksOf(db: Db, bankLineId: BankLineId): Promise<BankLinkView[]> {
  const { rows } = await sql<{
    id: BankLinkId
    note: string
    made_by: string
    made_at: Date
    journal_entry_id: number
    undone_by: string | null
    undone_at: Date | null
    undone_because: string | null
    lines: { id: BankLineId; amount_fen: number; booked_on: BusinessDate; counterparty: string }[]
    parts: { kind: LinkPart['kind']; ref_id: string | null; amount_fen: number }[] | null
  }>`
    select link.id, link.note, maker.name as made_by, link.made_at, link.journal_entry_id, undoer.name as undone_by, link.undone_at,
      link.undone_because,
      (select json_agg(json_build_object('id', line.id, 'amount_fen', line.amount_fen, 'booked_on', line.booked_on,
          'counterparty', line.counterparty) order by line.booked_on, line.id)
        from bank_link_line side join bank_line line on line.id = side.bank_line_id where side.bank_link_id = link.id) as lines,
      (select json_agg(json_build_object('kind', part.kind, 'ref_id', part.ref_id, 'amount_fen', part.amount_fen)
          order by part.kind, part.ref_id) from bank_link_part part where part.bank_link_id = link.id) as parts
    from bank_link_line mine join bank_link link on link.id = mine.bank_link_id join person maker on maker.id = link.made_by
      left join person undoer on undoer.id = link.undone_by
    where mine.bank_line_id = ${bankLineId} order by link.made_at desc, link.id desc`.execute(db)
  return rows.map((row) => ({
    linkId: row.id,
    note: row.note,
    madeBy: row.made_by,
    madeAt: row.made_at,
    entryId: row.journal_entry_id,
    undone:
      row.undone_at && row.undone_because !== null
        ? { by: row.undone_by ?? '', at: row.undone_at, because: row.undone_because }
        : undefined,
    lines: row.lines.map((line) => ({
      bankLineId: line.id,
      amount: fen(line.amount_fen),
      bookedOn: line.booked_on,
      counterparty: line.counterparty,
    })),
    parts: (row.parts ?? []).map((part) => ({
      kind: part.kind,
      refId: part.ref_id ?? undefined,
      amount: fen(part.amount_fen),
    })),
  }))
}

export interface BankPosition {
  /** By the ledger: what matched bank lines brought. */
  booked: Fen
  /** Lines that nothing explains yet: money in, and money out as a negative amount. */
  openIn: { count: number; amount: Fen }
  openOut: { count: number; amount: Fen }
  /** All lines, which is what was booked and what is open. */
  lines: Fen
  /** What the account held before the first line, as it is booked. */
  opening: DatedFen | undefined
  /** What the bank's first line says it held before that. */
  openingTold: DatedFen | undefined
  /** `opening` and `lines` less `booked` and open: zero, or the books and the bank's statements disagree. */
  difference: Fen
  /** The last balance the bank gave, and its day. */
  lastBalance: DatedFen | undefined
  /** `lastBalance` less `opening` and the lines up to its day: zero, or lines or the opening balance are missing. */
  missing: Fen | undefined
}

interface DatedFen {
  amount: Fen
  day: BusinessDate
}

/** Where the bank account stands, by the books, by the bank's lines and by its own balance. */
export async function readBankPosition(db: Db): Promise<BankPosition> {
  const [sums, opening, openingTold, lastBalance] = await Promise.all([
    readBankSums(db),
    readOpening(db),
    readToldBalance(db, 'first'),
    readToldBalance(db, 'last'),
  ])
  const { booked, openIn, openOut, lines } = sums
  const opened = opening?.amount ?? ZERO_FEN
  return {
    ...sums,
    opening,
    openingTold,
    difference: subtractFen(addFen(opened, lines), addFen(booked, addFen(openIn.amount, openOut.amount))),
    lastBalance,
    missing: lastBalance && subtractFen(lastBalance.amount, addFen(opened, await sumLinesUntil(db, lastBalance.day))),
  }
}

async function readBankSums(db: Db): Promise<Pick<BankPosition, 'booked' | 'openIn' | 'openOut' | 'lines'>> {
  const { rows } = await sql<{
    booked: number
    in_count: number
    in_fen: number
    out_count: number
    out_fen: number
    lines: number
  }>`
    select (select coalesce(sum(debit_fen - credit_fen), 0)::bigint from account_day where account_code = ${BANK.code}) as booked,
      count(*) filter (where amount_fen > 0)::int as in_count,
      coalesce(sum(amount_fen) filter (where amount_fen > 0), 0)::bigint as in_fen,
      count(*) filter (where amount_fen < 0)::int as out_count,
      coalesce(sum(amount_fen) filter (where amount_fen < 0), 0)::bigint as out_fen,
      (select coalesce(sum(amount_fen), 0)::bigint from bank_day) as lines
    from bank_line where bank_link_id is null`.execute(db)
  const [row] = rows
  if (!row) throw new Error('an aggregate gave no row')
  return {
    booked: fen(row.booked),
    openIn: { count: row.in_count, amount: fen(row.in_fen) },
    openOut: { count: row.out_count, amount: fen(row.out_fen) },
    lines: fen(row.lines),
  }
}

async function readOpening(db: Db): Promise<DatedFen | undefined> {
  const row = await db
    .selectFrom('bank_opening')
    .select(['amount_fen', 'opened_on'])
    .where('replaced_at', 'is', null)
    .executeTakeFirst()
  return row && { amount: fen(row.amount_fen), day: row.opened_on }
}

/**
 * The balance before the first line, or after the last, by what the bank wrote beside
 * it. Some banks list a day from its end: of the lines of a day, the first is the one
 * that no other leads to, the last the one that leads to no other.
 */
async function readToldBalance(db: Db, end: 'first' | 'last'): Promise<DatedFen | undefined> {
  const isFirst = end === 'first'
  const order = isFirst ? sql`order by booked_on, id` : sql`order by booked_on desc, id desc`
  const joins = isFirst
    ? sql`other.balance_fen = line.balance_fen - line.amount_fen`
    : sql`other.balance_fen - other.amount_fen = line.balance_fen`
  const { rows } = await sql<{ amount: number; day: BusinessDate }>`
    select ${isFirst ? sql`balance_fen - amount_fen` : sql`balance_fen`} as amount, line.booked_on::text as day
    from bank_line line where balance_fen is not null
      and line.booked_on = (select booked_on from bank_line where balance_fen is not null ${order} limit 1)
    order by exists (select from bank_line other where other.booked_on = line.booked_on and other.id <> line.id and ${joins}),
      ${isFirst ? sql`line.id` : sql`line.id desc`} limit 1`.execute(db)
  const [row] = rows
  return row && { amount: fen(row.amount), day: row.day }
}

async function sumLinesUntil(db: Db, day: BusinessDate): Promise<Fen> {
  const { rows } = await sql<{ amount: number }>`
    select coalesce(sum(amount_fen), 0)::bigint as amount from bank_day where day <= ${day}::date`.execute(db)
  return fen(rows[0]?.amount ?? 0)
}

export interface CashDeposit {
  depositId: string
  pointZh: string
  pointEn: string
  amount: Fen
  depositedOn: BusinessDate
  slipNo: string
  recordedBy: string
  isLinked: boolean
}

/** Cash taken to the bank, the newest first. */
export async function listDeposits(db: Db, limit: number): Promise<CashDeposit[]> {
  const { rows } = await sql<{
    id: string
    name_zh: string
    name_en: string
    amount_fen: number
    deposited_on: BusinessDate
    slip_no: string
    person: string
    is_linked: boolean
  }>`
    select deposit.id, point.name_zh, point.name_en, deposit.amount_fen, deposit.deposited_on, deposit.slip_no, person.name as person,
      exists (select from bank_link_part part join bank_link link on link.id = part.bank_link_id
        where part.kind = 'deposit' and part.ref_id = deposit.id::text and link.undone_at is null) as is_linked
    from cash_deposit deposit join pickup_point point on point.id = deposit.pickup_point_id
      join person on person.id = deposit.recorded_by
    order by deposit.deposited_on desc, deposit.id desc limit ${limit}`.execute(db)
  return rows.map((row) => ({
    depositId: row.id,
    pointZh: row.name_zh,
    pointEn: row.name_en,
    amount: fen(row.amount_fen),
    depositedOn: row.deposited_on,
    slipNo: row.slip_no,
    recordedBy: row.person,
    isLinked: row.is_linked,
  }))
}

export interface DrawerCash {
  pickupPointId: string
  nameZh: string
  nameEn: string
  /** What its drawers hold by the books; floats that were there before are not in them. */
  held: Fen
}

/** The pickup points with what their drawers hold by the books. */
export async function listDrawerCash(db: Db): Promise<DrawerCash[]> {
  const { rows } = await sql<{ id: string; name_zh: string; name_en: string; held: number }>`
    select point.id, name_zh, name_en, coalesce((select sum(debit_fen - credit_fen) from account_day
      where account_code = 'cash:counter:' || point.id), 0)::bigint as held
    from pickup_point point order by sort_order, id`.execute(db)
  return rows.map((row) => ({ pickupPointId: row.id, nameZh: row.name_zh, nameEn: row.name_en, held: fen(row.held) }))
}

/** The newest day that the statements brought in cover; undefined before the first. */
export async function readCoveredTo(db: Db): Promise<BusinessDate | undefined> {
  const { rows } = await sql<{ day: BusinessDate | null }>`
    select max(options ->> 'coversTo') as day from sheet_file
    where kind = 'bank_statement' and state in ('done', 'done_with_errors')`.execute(db)
  return rows[0]?.day ?? undefined
}
