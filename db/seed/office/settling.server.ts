import { sql } from 'kysely'
import { confirmStatement, disputeStatement } from '#app/modules/settlement/answer-statement.server.ts'
import { approveStatement } from '#app/modules/settlement/approve-statement.server.ts'
import { payStatement } from '#app/modules/settlement/pay-statement.server.ts'
import { prepareStatement } from '#app/modules/settlement/prepare-statement.server.ts'
import { recordBankAccount } from '#app/modules/settlement/record-bank-account.server.ts'
import { sendStatement } from '#app/modules/settlement/send-statement.server.ts'
import type { StatementState } from '#app/modules/settlement/statement.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, StatementId } from '#app/shared/ids.ts'
import { seededRandom } from '../history/random.ts'
import { type Desk, taken, takenOrDone } from './desk.ts'
import { firstOf, type YearMonth } from './moments.ts'

/** Those who are paid within 45 days of acceptance; the others agreed to the longest the law allows. */
const SOONER = ['famen-huajiao', 'tiandu-guoye', 'runzhen-qiaomai']
const BANKS = ['陕西某农村商业银行营业部', '某农业银行县支行', '某邮政储蓄银行县支行']

/** How soon each cooperative is to be paid, and where to. */
export async function recordAccounts(desk: Desk, now: Date): Promise<void> {
  const { db, cooperatives } = desk
  const sooner = cooperatives.filter(({ slug }) => SOONER.includes(slug)).map(({ cooperativeId }) => cooperativeId)
  await sql`
    update cooperative set payment_term_days = case when id = any(${sooner}::uuid[]) then 45 else 60 end
    where payment_term_days = 30`.execute(db)
  const officer = desk.as('finance_officer', 'payable:prepare')
  for (const { cooperativeId, slug, name } of cooperatives) {
    const random = seededRandom(`account ${slug}`)
    const form = {
      requestId: random.id(now),
      cooperativeId,
      holder: name,
      bankName: random.pick(BANKS),
      accountNumber: `6217${random.between(100_000_000, 999_999_999)}${random.between(100_000, 999_999)}`,
      validFrom: businessDate(now),
    }
    takenOrDone(await recordBankAccount(db, { form, officer, now }), `account of ${slug}`, ['same', 'otherContent'])
  }
}

interface OfMonth {
  month: YearMonth
  now: Date
}

/** A statement for each cooperative that is owed something. */
export async function prepareAll(desk: Desk, { month, now }: OfMonth): Promise<void> {
  const officer = desk.as('finance_officer', 'payable:prepare')
  for (const { cooperativeId } of desk.cooperatives) {
    const command = { cooperativeId, month: firstOf(month), officer, now }
    takenOrDone(await prepareStatement(desk.db, command), `statement of ${month}`, ['nothingOpen', 'notPositive'])
  }
}

export interface DeskStatement {
  statementId: StatementId
  cooperativeId: CooperativeId
  slug: string
  round: number
}

type Pick = (statement: DeskStatement, place: number) => boolean

const all: Pick = () => true

export async function sendAll(desk: Desk, { month, now }: OfMonth, picked: Pick = all): Promise<void> {
  const officer = desk.as('finance_officer', 'payable:prepare')
  for (const { statementId } of await listIn(desk, { month, state: 'draft', picked }))
    taken(await sendStatement(desk.db, { statementId, officer, now }), 'sending')
}

export async function confirmAll(desk: Desk, { month, now }: OfMonth, picked: Pick = all): Promise<void> {
  for (const { statementId, cooperativeId, round } of await listIn(desk, { month, state: 'sent', picked })) {
    const manager = desk.managerOf(cooperativeId)
    taken(await confirmStatement(desk.db, { statementId, manager, round, now }), 'confirming')
  }
}

/** One cooperative does not agree, about its latest line. */
export async function disputeOne(desk: Desk, { month, now }: OfMonth, picked: Pick): Promise<void> {
  const [statement] = await listIn(desk, { month, state: 'sent', picked })
  if (!statement) return
  const { statementId, cooperativeId, round } = statement
  const line = await desk.db
    .selectFrom('statement_line')
    .select('entry_id')
    .where('statement_id', '=', statementId)
    .orderBy('entry_id', 'desc')
    .executeTakeFirst()
  const form = {
    note: '最后一笔少算了一箱：当天交接单上是 6 箱，明细里只有 5 箱，请核对交接记录。',
    entryIds: line ? [line.entry_id] : [],
  }
  const manager = desk.managerOf(cooperativeId)
  taken(await disputeStatement(desk.db, { statementId, manager, round, form, now }), 'disputing')
}

export async function approveAll(desk: Desk, { month, now }: OfMonth, picked: Pick = all): Promise<void> {
  const approver = desk.as('finance_approver', 'payable:approve')
  for (const { statementId } of await listIn(desk, { month, state: 'confirmed', picked }))
    taken(await approveStatement(desk.db, { statementId, approver, now }), 'approving')
}

export async function payAll(desk: Desk, { month, now }: OfMonth, picked: Pick = all): Promise<void> {
  const payer = desk.as('finance_payer', 'payable:pay')
  for (const { statementId } of await listIn(desk, { month, state: 'approved', picked })) {
    const bankReference = `FK${seededRandom(`payment of ${statementId}`).between(10_000_000, 99_999_999)}`
    const form = { method: 'online_bank' as const, bankReference, paidOn: businessDate(now) }
    taken(await payStatement(desk.db, { statementId, payer, form, now }), 'paying')
  }
}

/** In the order of their numbers, with their place among all of the month. */
async function listIn(
  desk: Desk,
  { month, state, picked }: { month: YearMonth; state: StatementState; picked: Pick },
): Promise<DeskStatement[]> {
  const rows = await desk.db
    .selectFrom('settlement_statement')
    .select(['id', 'cooperative_id', 'round', 'state'])
    .where('month', '=', firstOf(month))
    .where('state', '<>', 'voided')
    .orderBy('statement_no')
    .execute()
  return rows.flatMap((row, place) => {
    const cooperativeId = row.cooperative_id as CooperativeId
    const slug = desk.cooperatives.find((each) => each.cooperativeId === cooperativeId)?.slug ?? ''
    const statement = { statementId: row.id as StatementId, cooperativeId, slug, round: row.round }
    return row.state === state && picked(statement, place) ? [statement] : []
  })
}
