import { sql } from 'kysely'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { type Fen, fen, sumFen } from '#app/shared/money.ts'

export interface PaymentOrder {
  statementNo: string
  holder: string
  bankName: string
  accountNumber: string
  amount: Fen
}

/**
 * What the payer takes to the online bank: the approved statements and no others, each
 * with the account it was approved for. Who took which numbers out, and for how much in
 * all, is written down.
 */
export async function takePaymentList(
  db: Db,
  { payer, now }: { payer: Actor<'payable:pay'>; now: Date },
): Promise<PaymentOrder[]> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{
      statement_no: string
      holder: string
      bank_name: string
      account_number: string
      total_fen: number
    }>`
      select statement_no, holder, bank_name, account_number, total_fen
      from settlement_statement statement join cooperative_bank_account account on account.id = statement.bank_account_id
      where statement.state = 'approved' order by due_on, statement_no`.execute(tx)
    const orders = rows.map((row) => ({
      statementNo: row.statement_no,
      holder: row.holder,
      bankName: row.bank_name,
      accountNumber: row.account_number,
      amount: fen(row.total_fen),
    }))
    await recordAuditEvent(tx, {
      actorId: payer.personId,
      verb: 'payment_list.taken',
      objectType: 'payment_list',
      objectId: newId(),
      detail: {
        statements: orders.map((order) => order.statementNo),
        totalFen: sumFen(orders.map((order) => order.amount)),
      },
      now,
    })
    return orders
  })
}
