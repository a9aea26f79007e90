import { sql } from 'kysely'
import { depositCash } from '#app/modules/bank/deposit-cash.server.ts'
import { undoBankLink } from '#app/modules/bank/undo-bank-link.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { BankLineId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { type BankOfficer, link } from '#tests/integration/bank/vault.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { financeActor, must } from '#tests/integration/settlement/office.ts'

/**
 * Cash of the counter taken to the bank and arrived, a payment to a cooperative
 * matched, a payment and its return, money nobody knows with half of it claimed, and
 * a match taken back.
 */
export async function makeBankDay(shop: Shop): Promise<void> {
  const officer = await financeActor(shop, 'reconciliation:match', ['finance_officer'])
  const at = { shop }
  const [deposit, paid, out, back, unknown, half] = await bringLines(shop, officer, [
    500,
    -(await paidTotal(shop)),
    -900,
    900,
    4_000,
    -1_500,
  ])
  const depositId = await depositFrom(shop, officer)
  must(await link(at, officer, { lineIds: [deposit], items: [['deposit', depositId, 500]] }))
  const statementId = await paidStatement(shop)
  must(await link(at, officer, { lineIds: [paid], items: [['statement', statementId, -(await paidTotal(shop))]] }))
  must(await link(at, officer, { lineIds: [out, back] }))
  const { linkId } = must(await link(at, officer, { lineIds: [unknown], keepsRest: true }))
  must(await link(at, officer, { lineIds: [half], items: [['claim', linkId, -1_500]] }))
  const mistaken = (await bringLines(shop, officer, [77]))[0]
  const wrong = must(await link(at, officer, { lineIds: [mistaken], keepsRest: true }))
  must(await undoBankLink(shop.db, { officer, linkId: wrong.linkId, because: '认错了', now: shop.clock.now }))
}

async function paidStatement(shop: Shop): Promise<string> {
  const row = await shop.db
    .selectFrom('settlement_statement')
    .select('id')
    .where('state', '=', 'paid')
    .executeTakeFirstOrThrow()
  return row.id
}

async function paidTotal(shop: Shop): Promise<number> {
  const row = await shop.db
    .selectFrom('settlement_statement')
    .select('total_fen')
    .where('state', '=', 'paid')
    .executeTakeFirstOrThrow()
  return row.total_fen
}

async function depositFrom(shop: Shop, officer: BankOfficer): Promise<string> {
  const { rows } = await sql<{ code: string }>`
    select account_code as code from account_day where account_code like 'cash:counter:%'
    group by 1 having sum(debit_fen - credit_fen) >= 500 limit 1`.execute(shop.db)
  const pickupPointId = rows[0]?.code.split(':')[2]
  if (!pickupPointId) throw new Error('no drawer holds five yuan')
  const form = {
    requestId: newId(),
    pickupPointId,
    amount: fen(500),
    depositedOn: businessDate(shop.clock.now),
    slipNo: '',
  }
  return must(await depositCash(shop.db, { ...form, officer, now: shop.clock.now })).depositId
}

/** Lines as a file of the bank would have brought them; the file itself is empty words. */
async function bringLines(
  shop: Shop,
  officer: BankOfficer,
  amounts: readonly number[],
): Promise<[BankLineId, BankLineId, BankLineId, BankLineId, BankLineId, BankLineId]> {
  const [documentId, sheetId, { now }] = [newId(), newId(), shop.clock]
  await sql`insert into document (id, sha256, blob_name, file_name, media_type, byte_count, uploaded_by, uploaded_at)
    values (${documentId}, sha256(${documentId}::bytea), ${`document-${documentId}.csv`}, '对账单.csv', 'text/csv', 1, ${officer.personId}, ${now})`.execute(
    shop.db,
  )
  await sql`insert into sheet_file (id, kind, request_id, document_id, file_name, file_format, encoding, sha256, header_row, header, mapping,
      state, row_count, created_by, created_at)
    values (${sheetId}, 'bank_statement', ${newId()}, ${documentId}, '对账单.csv', 'csv', 'utf-8', sha256(${sheetId}::bytea), 1, '{日期}',
      '{bookedOn}', 'uploaded', 1, ${officer.personId}, ${now})`.execute(shop.db)
  const ids = amounts.map(() => newId<BankLineId>())
  for (const [index, amount] of amounts.entries())
    await sql`insert into bank_line (id, identity, sheet_file_id, booked_on, amount_fen, recorded_at)
      values (${ids[index]}, sha256(${String(ids[index])}::bytea), ${sheetId}, ${businessDate(now)}::date, ${amount}, ${now})`.execute(
      shop.db,
    )
  return ids as [BankLineId, BankLineId, BankLineId, BankLineId, BankLineId, BankLineId]
}
