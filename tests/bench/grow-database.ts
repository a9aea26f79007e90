import pg from 'pg'
import { CHANGED_TEXTS, GROWING, SUMMED } from './growing-tables.ts'

/** Every order becomes so many. */
export const GROWTH = 10
/** Connections that write at once. */
const HANDS = 2

/**
 * Multiplies everything that grows with orders in a database of the bench: each order with
 * its payments, entries and all that hangs on it becomes ten of the same days, with keys,
 * buyers and numbers of their own, in the order in which a shop would have written them.
 * Triggers are off meanwhile; what they keep (sums by day and month, heads of the books) is
 * multiplied too. The chains of hashes are the one thing that is not true afterwards. `round`
 * counts how often a database was grown.
 */
export async function growDatabase(adminUrl: string, round: number): Promise<void> {
  const hands = await Promise.all(Array.from({ length: HANDS }, () => connect(adminUrl)))
  const [admin] = hands
  if (!admin) throw new Error('nobody grows it')
  try {
    await admin.query('create schema before')
    const indexes = await takeIndexes(admin)
    await share(hands, GROWING, (table) => `create unlogged table before."${table}" as table public."${table}"`)
    await admin.query(`create unlogged table before.buyer as select * from person where password_hash = 'nobody signs in'
      and id not in (select person_id from role_grant)`)
    await admin.query('analyze')
    await admin.query(`truncate ${GROWING.map((table) => `public."${table}"`).join(', ')}`)
    await growBuyers(admin, round)
    await share(hands, GROWING, (table, hand) => copying(hand, table, round))
    for (const [table, columns] of Object.entries(SUMMED))
      await admin.query(
        `update ${table} set ${columns.map((column) => `${column} = ${column} * ${GROWTH}`).join(', ')}`,
      )
    await admin.query('drop schema before cascade')
    await share(hands, indexes, (indexdef) => indexdef)
    await setSequences(admin)
    await admin.query('vacuum analyze')
    await checkSums(admin)
  } finally {
    for (const hand of hands) await hand.end()
  }
}

async function connect(adminUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(`set session_replication_role = replica; set synchronous_commit = off; set statement_timeout = 0;
    set work_mem = '128MB'; set maintenance_work_mem = '512MB'; set client_min_messages = warning`)
  return client
}

/** A statement for each, by whoever is free. */
async function share<Item>(
  hands: readonly pg.Client[],
  items: readonly Item[],
  statementOf: (item: Item, hand: pg.Client) => string | Promise<string>,
): Promise<void> {
  const left = items[Symbol.iterator]()
  const work = async (hand: pg.Client) => {
    for (const item of left) await hand.query(await statementOf(item, hand))
  }
  await Promise.all(hands.map(work))
}

/** Drops the indexes that no constraint stands on: making them anew at the end is much faster. */
async function takeIndexes(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename = any ($1)
      and not exists (select from pg_constraint where conname = indexname)`,
    [GROWING],
  )
  for (const { indexname } of rows) await admin.query(`drop index public."${indexname}"`)
  return rows.map((row) => row.indexdef)
}

/** Phone numbers and campus numbers of their own for each. */
async function growBuyers(admin: pg.Client, round: number): Promise<void> {
  await admin.query(`
    insert into person (id, kind, name, campus_number, phone, password_hash, status, created_at, email, language, org_unit_id)
    select ${moved('id', { type: 'uuid', round })}, kind, name, campus_number || '${'AB'[round - 1]}' || n, '1${7 + round}' || lpad((row_number() over ())::text, 9, '0'), password_hash,
      status, created_at, null, language, org_unit_id
    from (select *, generate_series(1, ${GROWTH - 1}) as n from before.buyer) old`)
}

interface Column {
  name: string
  type: string
  refers: string | null
  is_generated: boolean
}

/** The statement that writes a table anew from what it was. */
async function copying(admin: pg.Client, table: string, round: number): Promise<string> {
  const { rows } = await admin.query<Column>(
    `select attname as name, format_type(atttypid, null) as type, attgenerated <> '' as is_generated,
      (select confrelid::regclass::text from pg_constraint where conrelid = attrelid and contype = 'f' and conkey = array[attnum] limit 1) as refers
    from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [`public."${table}"`],
  )
  const columns = rows.filter((column) => !column.is_generated)
  const values = columns.map((column) => grownValue(table, column, round))
  return `insert into public."${table}" (${columns.map(({ name }) => `"${name}"`).join(', ')}) overriding system value
    select ${values.join(', ')} from (select *, generate_series(0, ${GROWTH - 1}) as n from before."${table}") old ${LINES[table] ?? ''}`
}

/** What the place of a line in its book depends on: its entry's lines stay together. */
const LINES: Record<string, string> = {
  posting: 'join (select id as of_entry, line_count from before.journal_entry) entry on of_entry = entry_id',
}

function grownValue(table: string, given: Column, round: number): string {
  const column = `old."${given.name}"`
  if (table === 'posting' && given.name === 'seq') return `${GROWTH} * (seq - line_no) + n * line_count + line_no`
  if (table === 'order' && given.name === 'order_no')
    return `left(${column}, 8) || (substr(${column}, 9)::bigint * ${GROWTH} + n)`
  const key = grownKey(given, column, round)
  if (key !== undefined) return key
  if (!CHANGED_TEXTS.has(`${table}.${given.name}`)) return column
  return given.type === 'bytea' ? `sha256(${column} || convert_to(n::text, 'UTF8'))` : changed(column, round)
}

/** The key of a copy, when the column is a key of something that grows. */
function grownKey({ name, type, refers }: Column, column: string, round: number): string | undefined {
  const to = refers?.replaceAll('"', '')
  if (to === 'person')
    return `case when ${column} in (select id from before.buyer) then ${moved(column, { type: 'uuid', round })} else ${column} end`
  if (type === 'uuid' && (to === undefined || GROWING.includes(to))) return moved(column, { type: 'uuid', round })
  if (type === 'bigint' && (name === 'id' || to === 'journal_entry')) return `${column} * ${GROWTH} + n`
  return undefined
}

/** A key with one of its digits turned on by as many as the copy's number, another digit in each round; the first of the ten keeps it. */
function moved(
  column: string,
  { type, round, at = '1' }: { type: 'uuid' | 'text'; round: number; at?: string },
): string {
  const place = `${at} + ${36 - round}`
  const turned = `translate(substr(${column}::text, ${place}, 1), '0123456789abcdef', substr('0123456789abcdef0123456789abcdef', n + 1, 16))`
  return `overlay(${column}::text placing ${turned} from ${place} for 1)::${type}`
}

const KEY = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** A text that names a key names the copy's key; any other gets the copy's number. */
function changed(column: string, round: number): string {
  const at = `regexp_instr(${column}, '${KEY}')`
  return `case when ${at} > 0 then ${moved(column, { type: 'text', round, at })} when n > 0 then ${column} || '~${round}.' || n else ${column} end`
}

async function setSequences(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string; table: string }>(
    `select pg_get_serial_sequence('public.' || quote_ident(table_name), column_name) as name, table_name as table
    from information_schema.columns where table_schema = 'public' and is_identity = 'YES' and table_name = any ($1)`,
    [GROWING],
  )
  for (const { name, table } of rows)
    await admin.query(`select setval($1, coalesce((select max(id) from public."${table}"), 0) + 1)`, [name])
  await admin.query(`select setval('order_number', (select max(substr(order_no, 9)::bigint) from "order") + 1)`)
}

/** That the books are still those of a shop: what the pages show is the same in both. */
async function checkSums(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<Record<string, string>>(`
    select (select sum(amount_fen) from posting) as books_balance,
      (select sum(seq) from ledger_head) - (select count(*) from posting) as heads_follow,
      (select count(*) from (select book from posting group by book having max(seq) <> count(*)) gap) as no_gaps,
      (select sum(debit_fen - credit_fen) from account_day join account on code = account_code where code like 'recognized:%')
        - (select sum(amount_fen) from recognized_purchase) as counted_is_booked,
      (select sum(amount_fen) from stage_amount where stage in ('accepted', 'refunded'))
        - (select sum(amount_fen) from recognized_purchase) as stages_are_counted,
      (select sum(debit_fen + credit_fen) from account_day) - (select sum(abs(amount_fen)) from posting) as days_are_postings,
      (select sum(amount_fen) from balance_day) - (select sum(amount_fen) from balance_transaction) as provider_days,
      (select sum(total_fen) from settlement_statement) - (select sum(net_fen) from statement_line) as statements_are_lines`)
  for (const [name, off] of Object.entries(rows[0] ?? {}))
    if (off !== '0') throw new Error(`after growing, ${name} is off by ${off}`)
}
