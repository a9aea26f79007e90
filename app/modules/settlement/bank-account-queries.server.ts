import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { type BankAccountView, maskAccountNumber } from './bank-account.ts'

interface AccountRow {
  id: string
  version: number
  holder: string
  bank_name: string
  account_number: string
  valid_from: BusinessDate
  recorded_by: string
  recorded_at: Date
}

/** Who looks: the payer and the cooperative itself see the whole number. */
export type NumberShown = 'whole' | 'masked'

function viewOf(row: AccountRow, shown: NumberShown): BankAccountView {
  return {
    accountId: row.id,
    version: row.version,
    holder: row.holder,
    bankName: row.bank_name,
    accountNumber: shown === 'whole' ? row.account_number : maskAccountNumber(row.account_number),
    validFrom: row.valid_from,
    recordedBy: row.recorded_by,
    recordedAt: row.recorded_at,
  }
}

/** All versions of a cooperative's account, the newest first. */
export async function listAccountVersions(
  db: Db,
  cooperativeId: CooperativeId,
  shown: NumberShown,
): Promise<BankAccountView[]> {
  const rows = await accounts(db).where('cooperative_id', '=', cooperativeId).orderBy('version', 'desc').execute()
  return rows.map((row) => viewOf(row, shown))
}

/** One version, e.g. that a statement was approved to be paid to. */
export async function findAccountVersion(
  db: Db,
  accountId: string,
  shown: NumberShown,
): Promise<BankAccountView | undefined> {
  const row = await accounts(db).where('account.id', '=', accountId).executeTakeFirst()
  return row && viewOf(row, shown)
}

/** The version in force on `today`. */
export async function findCurrentAccount(
  db: Db,
  of: { cooperativeId: CooperativeId; today: BusinessDate },
  shown: NumberShown,
): Promise<BankAccountView | undefined> {
  const row = await accounts(db)
    .where('cooperative_id', '=', of.cooperativeId)
    .where('valid_from', '<=', of.today)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && viewOf(row, shown)
}

function accounts(db: Db) {
  return db
    .selectFrom('cooperative_bank_account as account')
    .innerJoin('person', 'person.id', 'account.recorded_by')
    .select(['account.id', 'version', 'holder', 'bank_name', 'account_number', 'valid_from', 'recorded_at'])
    .select('person.name as recorded_by')
}

export interface CooperativeAccountRow {
  cooperativeId: CooperativeId
  nameZh: string
  nameEn: string
  termDays: number
  account: BankAccountView | undefined
}

/** Every cooperative with the account in force on `today`, those without one first. */
export async function listCooperativeAccounts(
  db: Db,
  today: BusinessDate,
  shown: NumberShown,
): Promise<CooperativeAccountRow[]> {
  type Nullable<Row> = { [Column in keyof Row]: Row[Column] | null }
  const { rows } = await sql<
    { cooperative_id: CooperativeId; name_zh: string; name_en: string; term: number } & Nullable<AccountRow>
  >`
    select cooperative.id as cooperative_id, name_zh, name_en, payment_term_days as term, current.*
    from cooperative left join lateral (
      select account.id, version, holder, bank_name, account_number, valid_from, person.name as recorded_by, recorded_at
      from cooperative_bank_account account join person on person.id = account.recorded_by
      where account.cooperative_id = cooperative.id and valid_from <= ${today}::date order by version desc limit 1) current on true
    order by current.id is not null, cooperative.county_id, cooperative.id`.execute(db)
  return rows.map((row) => ({
    cooperativeId: row.cooperative_id,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    termDays: row.term,
    account: row.id === null ? undefined : viewOf(row as AccountRow, shown),
  }))
}
