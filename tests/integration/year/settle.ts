import type { Manager } from '#app/modules/identity/permissions.ts'
import { confirmStatement, disputeStatement } from '#app/modules/settlement/answer-statement.server.ts'
import { approveStatement } from '#app/modules/settlement/approve-statement.server.ts'
import { correctStatement } from '#app/modules/settlement/correct-statement.server.ts'
import { payStatement } from '#app/modules/settlement/pay-statement.server.ts'
import { prepareStatement } from '#app/modules/settlement/prepare-statement.server.ts'
import { recordBankAccount } from '#app/modules/settlement/record-bank-account.server.ts'
import { reopenStatement } from '#app/modules/settlement/reopen-statement.server.ts'
import { returnPayment } from '#app/modules/settlement/return-payment.server.ts'
import { sendStatement } from '#app/modules/settlement/send-statement.server.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, StatementId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { actorOf, as, at, type Desk, must } from './desk.ts'

/** A payment that waits for its bank line. */
export interface Ordered {
  statementId: StatementId
  cooperativeId: CooperativeId
  total: number
}

interface Case extends Ordered {
  round: number
}

/** Where every cooperative is paid. */
export async function recordAccounts({ db, world, people }: Desk, day: BusinessDate): Promise<void> {
  for (const [index, cooperativeId] of [...world.managers.keys()].entries()) {
    const form = {
      requestId: crypto.randomUUID(),
      cooperativeId,
      holder: `合作社${index}`,
      bankName: '扶风农商银行',
      accountNumber: `62170000123456${String(index).padStart(5, '0')}`,
      validFrom: '2020-01-01',
    }
    must(await recordBankAccount(db, { form, officer: as(people.clerk, 'payable:prepare'), now: at(day, 1) }))
  }
}

/** The statements of a month through all hands, on `day`. Gives what was ordered at the bank. */
export async function settleMonth(desk: Desk, of: { month: string; day: BusinessDate }): Promise<Ordered[]> {
  const ordered: Ordered[] = []
  for (const cooperativeId of desk.world.managers.keys()) {
    // Now and then a month is left out: its lines are in the next statement.
    if (desk.random.chance(0.15)) continue
    const made = await prepare(desk, { ...of, cooperativeId })
    if (!made) continue
    await bringToAgreement(desk, made, of.day)
    await pay(desk, made, of.day)
    ordered.push({ ...made, total: await totalOf(desk, made.statementId) })
  }
  return ordered
}

async function prepare(
  { db, people, notebook }: Desk,
  { cooperativeId, month, day }: { cooperativeId: CooperativeId; month: string; day: BusinessDate },
): Promise<Case | undefined> {
  const officer = as(people.officer, 'payable:prepare')
  const prepared = await prepareStatement(db, { cooperativeId, month: `${month}-01`, officer, now: at(day, 13) })
  if (!prepared.ok) {
    if (!['nothingOpen', 'notPositive'].includes(prepared.refusal.kind)) throw new Error(prepared.refusal.kind)
    notebook.push({ kind: 'noStatement', cooperativeId, month })
    return undefined
  }
  const { statementId } = prepared.value
  notebook.push({ kind: 'statement', statementId, cooperativeId, month })
  return { statementId, cooperativeId, round: 1, total: 0 }
}

/** Sent, perhaps corrected before, perhaps disputed and corrected after, and confirmed in the end. */
async function bringToAgreement(desk: Desk, one: Case, day: BusinessDate): Promise<void> {
  const { db, random, people, world } = desk
  const { statementId, cooperativeId } = one
  const officer = as(people.officer, 'payable:prepare')
  const personId = world.managers.get(cooperativeId)
  if (!personId) throw new Error('nobody answers')
  const manager: Manager = { ...as(actorOf(personId), 'cooperative:own'), cooperativeId }
  const answer = () => ({ manager, statementId, round: one.round, now: at(day, 14) })
  if (random.chance(0.2)) await correct(desk, one, day)
  must(await sendStatement(db, { statementId, officer, now: at(day, 13, 30) }))
  if (random.chance(0.25)) {
    must(await disputeStatement(db, { ...answer(), form: { note: '少算了一批', entryIds: [] } }))
    must(await reopenStatement(db, { statementId, officer, note: '重新核对', now: at(day, 14) }))
    one.round += 1
    if (random.chance(0.6)) await correct(desk, one, day)
    must(await sendStatement(db, { statementId, officer, now: at(day, 14) }))
  }
  must(await confirmStatement(db, answer()))
}

/** Granted, or charged up to half of what the statement comes to. */
async function correct(desk: Desk, one: Case, day: BusinessDate): Promise<void> {
  const { db, random, people, notebook } = desk
  const { statementId, cooperativeId } = one
  const half = Math.floor((await totalOf(desk, statementId)) / 2)
  const amount = half > 1 && random.chance(0.5) ? -random.between(1, half) : random.between(1, 20_000)
  const form = { requestId: crypto.randomUUID(), amount: fen(amount), reason: '运费补贴' }
  const officer = as(people.officer, 'payable:prepare')
  must(await correctStatement(db, { statementId, officer, form, now: at(day, 13, 20) }))
  notebook.push({ kind: 'corrected', statementId, cooperativeId, fen: amount, day })
}

/** Approved and paid by two others; the bank sends a few back, and they go the same way once more. */
async function pay(desk: Desk, one: Case, day: BusinessDate): Promise<void> {
  const { db, random, people, notebook } = desk
  const { statementId, cooperativeId } = one
  const [approver, payer] = [as(people.approver, 'payable:approve'), as(people.payer, 'payable:pay')]
  const now = at(day, 15)
  const form = { method: 'online_bank', bankReference: 'B', paidOn: day } as const
  const order = async () => {
    must(await approveStatement(db, { statementId, approver, now }))
    must(await payStatement(db, { statementId, payer, form, now }))
    notebook.push({ kind: 'statementPaid', statementId, cooperativeId, day })
  }
  await order()
  if (!random.chance(0.12)) return
  must(await returnPayment(db, { statementId, payer, note: '账号有误', now }))
  notebook.push({ kind: 'paymentReturned', statementId, cooperativeId, day })
  await order()
}

async function totalOf({ db }: Desk, statementId: StatementId): Promise<number> {
  const row = await db
    .selectFrom('settlement_statement')
    .select('total_fen')
    .where('id', '=', statementId)
    .executeTakeFirstOrThrow()
  return row.total_fen
}
