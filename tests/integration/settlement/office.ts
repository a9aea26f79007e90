import type { Actor, GrantedRole, Manager, Permission } from '#app/modules/identity/permissions.ts'
import {
  ADVANCES_OF_BUYERS,
  payableToCooperative,
  REFUNDS_DUE,
  SERVICE_FEE_INCOME,
} from '#app/modules/ledger/accounts.ts'
import { credit, debit, nonZero } from '#app/modules/ledger/entry.ts'
import { postEntry } from '#app/modules/ledger/post-entry.server.ts'
import { confirmStatement } from '#app/modules/settlement/answer-statement.server.ts'
import { approveStatement } from '#app/modules/settlement/approve-statement.server.ts'
import { payStatement } from '#app/modules/settlement/pay-statement.server.ts'
import { prepareStatement } from '#app/modules/settlement/prepare-statement.server.ts'
import { recordBankAccount } from '#app/modules/settlement/record-bank-account.server.ts'
import { sendStatement } from '#app/modules/settlement/send-statement.server.ts'
import type { Month } from '#app/modules/settlement/statement.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, StatementId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import type { Result } from '#app/shared/result.ts'
import { openDesk } from '#tests/integration/aftersale/desk.ts'
import { cooperativeId, createManager } from '#tests/integration/fulfillment/supply.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { createPerson } from '#tests/support/factories/people.ts'

export const ACCOUNT_NUMBER = '6217000012345678901'

export type Office = Awaited<ReturnType<typeof openOffice>>

/** A shop with everybody a settlement needs, and accounts of both cooperatives. */
export async function openOffice() {
  const { shop } = await openDesk()
  const people = {
    officer: await financeActor(shop, 'payable:prepare', ['finance_officer']),
    colleague: await financeActor(shop, 'payable:prepare', ['finance_officer']),
    approver: await financeActor(shop, 'payable:approve', ['finance_approver']),
    payer: await financeActor(shop, 'payable:pay', ['finance_payer']),
    clerk: await financeActor(shop, 'payable:prepare', ['finance_officer']),
  }
  const north = await cooperativeId(shop, 'north')
  const south = await cooperativeId(shop, 'south')
  const managers = { north: await createManager(shop, 'north'), south: await createManager(shop, 'south') }
  const office = { shop, db: shop.db, people, north, south, managers }
  for (const id of [north, south]) await giveAccount(office, id)
  return office
}

/** One person with all these roles, as evidence of one of their permissions. */
export async function financeActor<P extends Permission>(
  shop: Shop,
  permission: P,
  roles: GrantedRole[],
): Promise<Actor<P>> {
  const { personId } = await createPerson(shop.db, { grants: roles.map((role) => ({ role })) })
  return { personId, name: '林秋实', kind: 'staff', roles: ['staff', ...roles], permission }
}

interface OfficeBase {
  shop: Shop
  people: { clerk: Actor<'payable:prepare'> }
}

export async function giveAccount(
  { shop, people }: OfficeBase,
  id: CooperativeId,
  given: { accountNumber?: string; validFrom?: string } = {},
): Promise<void> {
  const form = {
    requestId: newId(),
    cooperativeId: id,
    holder: '北塬合作社',
    bankName: '扶风农商银行',
    accountNumber: ACCOUNT_NUMBER,
    validFrom: '2020-01-01',
    ...given,
  }
  must(await recordBankAccount(shop.db, { form, officer: people.clerk, now: shop.clock.now }))
}

/** The value of what must not be refused. */
export function must<Value>(result: Result<Value, { kind: string }>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}

/** An acceptance as the books tell it, on a day of its own; nothing behind it but the entry. */
export async function bookAcceptance(
  { shop }: Pick<OfficeBase, 'shop'>,
  of: { cooperativeId: CooperativeId; amount: number; fee?: number; on: Date },
): Promise<void> {
  const { amount, fee = 0, on } = of
  const entry = {
    book: 'money',
    sourceType: 'acceptance',
    sourceId: newId(),
    occurredAt: on,
    recordedAt: on,
    postings: nonZero([
      debit(ADVANCES_OF_BUYERS, fen(amount)),
      credit(payableToCooperative(of.cooperativeId), fen(amount - fee)),
      credit(SERVICE_FEE_INCOME, fen(fee)),
    ]),
  } as const
  await inTransaction(shop.db, (tx) => postEntry(tx, entry))
}

/** A refund that the cooperative bears, likewise. */
export async function bookRefund(
  { shop }: Pick<OfficeBase, 'shop'>,
  of: { cooperativeId: CooperativeId; amount: number; on: Date; hasFailed?: boolean },
): Promise<void> {
  const postings = [debit(payableToCooperative(of.cooperativeId), fen(of.amount)), credit(REFUNDS_DUE, fen(of.amount))]
  const entry = {
    book: 'money',
    sourceType: of.hasFailed ? 'refund_failed' : 'refund_decided',
    sourceId: newId(),
    occurredAt: of.on,
    recordedAt: of.on,
    postings: of.hasFailed ? postings.map((line) => ({ ...line, amount: fen(-line.amount) })) : postings,
  } as const
  await inTransaction(shop.db, (tx) => postEntry(tx, entry))
}

type Goal = 'draft' | 'sent' | 'confirmed' | 'approved' | 'paid'

/** A statement of the cooperative and month, taken through every hand up to `goal`. */
export async function statementAt(
  office: Office,
  of: { cooperativeId: CooperativeId; month: Month; goal: Goal },
): Promise<StatementId> {
  const { db, people, shop } = office
  const { now } = shop.clock
  const { officer, approver, payer } = people
  const { statementId } = must(await prepareStatement(db, { ...of, officer, now }))
  const manager: Manager = of.cooperativeId === office.north ? office.managers.north : office.managers.south
  const steps: [Goal, () => Promise<Result<void, { kind: string }>>][] = [
    ['sent', () => sendStatement(db, { statementId, officer, now })],
    ['confirmed', () => confirmStatement(db, { manager, statementId, round: 1, now })],
    ['approved', () => approveStatement(db, { statementId, approver, now })],
    ['paid', () => payStatement(db, { statementId, payer, form: paymentForm(office), now })],
  ]
  const goals: Goal[] = ['draft', 'sent', 'confirmed', 'approved', 'paid']
  for (const [goal, take] of steps) if (goals.indexOf(goal) <= goals.indexOf(of.goal)) must(await take())
  return statementId
}

export function paymentForm({ shop }: Pick<OfficeBase, 'shop'>) {
  return { method: 'online_bank', bankReference: 'B-1', paidOn: businessDate(shop.clock.now) } as const
}

export async function stateOf({ db }: Office, statementId: StatementId) {
  return db.selectFrom('settlement_statement').selectAll().where('id', '=', statementId).executeTakeFirstOrThrow()
}

export async function linesOf({ db }: Office, statementId: StatementId) {
  return db
    .selectFrom('statement_line')
    .select(['kind', 'gross_fen', 'fee_fen', 'net_fen', 'business_date', 'order_id'])
    .where('statement_id', '=', statementId)
    .orderBy('id')
    .execute()
}

export async function owedTo({ db }: Office, id: CooperativeId): Promise<number> {
  const { sum } = await db
    .selectFrom('posting')
    .select((eb) => eb.cast<number>(eb.fn.coalesce(eb.fn.sum('amount_fen'), eb.lit(0)), 'bigint').as('sum'))
    .where('account_code', '=', payableToCooperative(id).code)
    .executeTakeFirstOrThrow()
  return -sum
}
