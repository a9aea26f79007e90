import { sql } from 'kysely'
import { type ApplyRows, applySheets } from '#app/modules/sheets/apply-sheet.server.ts'
import type { DecideRows } from '#app/modules/sheets/check-sheet.server.ts'
import type { SheetRow, SheetVerdict } from '#app/modules/sheets/sheet-file.ts'
import type { Db, Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { BankLineId } from '#app/shared/ids.ts'
import { identify } from './bank-identity.server.ts'
import { BANK_STATEMENT, type BankRow } from './bank-kind.ts'
import { amountNote, amountOf, findBalanceGaps } from './bank-row.ts'

/** Says of each row whether the line is new or known. A balance that does not follow is a warning: a row may be missing. */
export const decideBankRows: DecideRows<BankRow> = async (tx, rows, { now }) => {
  const today = businessDate(now)
  const read = rows.map((row) => ({ row, amount: amountOf(row.values) }))
  const good = read.flatMap(({ row, amount }) => (amount.ok ? [{ row, amount: amount.value }] : []))
  const identities = identify(good)
  const known = await findLines(tx, identities)
  const gaps = findBalanceGaps(good.map(({ row, amount }) => ({ amount, balance: row.values.balance })))
  let place = -1
  return read.map(({ row, amount }): SheetVerdict => {
    if (!amount.ok) return { state: 'error', errors: [amountNote(amount.refusal, row)] }
    place += 1
    if ((row.values.bookedOn ?? '') > today)
      return {
        state: 'error',
        errors: [{ field: 'bookedOn', column: null, value: row.values.bookedOn ?? '', hint: 'inFuture' }],
      }
    const identity = (identities[place] as Buffer).toString('hex')
    const lineId = known.get(identity)
    if (lineId) return { state: 'duplicate', targetId: lineId }
    const note = { field: 'balance', column: null, value: '', hint: 'balanceGap' }
    return { state: 'new', targetId: identity, warnings: gaps.has(place) ? [note] : [] }
  })
}

async function findLines(tx: Tx, identities: readonly Buffer[]): Promise<Map<string, BankLineId>> {
  const { rows } = await sql<{ id: BankLineId; identity: string }>`
    select id, encode(identity, 'hex') as identity from bank_line where identity = any(${[...identities]}::bytea[])`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.identity, row.id]))
}

/** Takes the lines in, under the identities that the check found in the whole file. */
const applyBankRows: ApplyRows<BankRow> = async (tx, rows, { sheetId, now }) => {
  const lines = rows.map(lineOf)
  const { rows: written } = await sql<{ id: BankLineId; identity: string }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as given (id uuid, identity text, booked_on date,
        amount_fen bigint, counterparty text, counterparty_tail text, purpose text, bank_ref text, balance_fen bigint)
    ), fresh as (
      insert into bank_line (id, identity, sheet_file_id, booked_on, amount_fen, counterparty, counterparty_tail, purpose,
        bank_ref, balance_fen, recorded_at)
      select id, decode(identity, 'hex'), ${sheetId}::uuid, booked_on, amount_fen, counterparty, counterparty_tail, purpose,
        bank_ref, balance_fen, ${now} from given
      on conflict (identity) do nothing returning id, identity
    )
    select id, encode(identity, 'hex') as identity from fresh
    union all
    select line.id, given.identity from given join bank_line line on line.identity = decode(given.identity, 'hex')
  `.execute(tx)
  const idOf = new Map(written.map((row) => [row.identity, row.id]))
  return lines.map((line) => ({ targetId: idOf.get(line.identity) ?? line.id }))
}

function lineOf(row: SheetRow<BankRow>) {
  const { values, targetId: identity } = row
  const amount = amountOf(values)
  if (!amount.ok || !identity || values.bookedOn === undefined)
    throw new Error(`row ${row.rowNumber} was released with errors`)
  return {
    id: newId<BankLineId>(),
    identity,
    booked_on: values.bookedOn,
    amount_fen: amount.value,
    counterparty: values.counterparty ?? '',
    counterparty_tail: values.counterpartyAccount ?? '',
    purpose: values.purpose ?? '',
    bank_ref: values.bankRef ?? '',
    balance_fen: values.balance ?? null,
  }
}

/** Takes in the lines of released bank statements; says how many rows it went through. */
export function applyBankStatements(db: Db, now: Date): Promise<number> {
  return applySheets(db, BANK_STATEMENT, { apply: applyBankRows, now })
}
