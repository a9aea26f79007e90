import type { Book } from '#app/modules/ledger/accounts.ts'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { BookPlace, ReportCut } from './report.ts'

/** Reads everything in `work` from one moment of the books, and says which. Nothing is locked and nothing can be written. */
export async function atCut<Value>(
  db: Db,
  now: Date,
  work: (tx: Tx, cut: ReportCut) => Promise<Value>,
): Promise<Value & { cut: ReportCut }> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const cut = await readCut(tx, now)
      return { ...(await work(tx, cut)), cut }
    })
}

async function readCut(tx: Tx, madeAt: Date): Promise<ReportCut> {
  const heads = await tx.selectFrom('ledger_head').selectAll().execute()
  const place = (book: Book): BookPlace => {
    const head = heads.find((one) => one.book === book)
    if (!head) throw new Error(`book ${book} has no head`)
    return { seq: head.seq, hash: head.hash.toString('hex') }
  }
  return { money: place('money'), assistance: place('assistance'), madeAt }
}
