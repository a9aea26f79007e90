import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { OrderId } from '#app/shared/ids.ts'
import { findChoice, listWaiting, readCollectionPolicy } from './internal/collection-rows.server.ts'
import { readCounterLines } from './internal/counter-lines.server.ts'
import { maskName } from './pickup-code.ts'
import { piecesHere, shelfPlace } from './pieces.ts'
import type { CollectionPolicy, ReleaseChoice } from './uncollected.ts'

export interface OverdueOrder {
  orderNo: string
  maskedName: string
  /** To call: the one page on which a clerk needs it. */
  phone: string
  shelf: { shelf: string; place: string }
  pieces: number
  isFresh: boolean
  remindAt: Date
  keptUntil: Date
  isReminded: boolean
  choice: ReleaseChoice | undefined
}

/** Orders whose slot is over and whose goods are still here, the oldest first; and by what rules they are kept. */
export async function listOverdue(db: Db, now: Date): Promise<{ orders: OverdueOrder[]; policy: CollectionPolicy }> {
  const policy = await readCollectionPolicy(db, now)
  const waiting = await listWaiting(db, policy, now)
  const orders = await Promise.all(
    waiting.map(async (one) => ({
      ...(await describeOrder(db, one.orderId)),
      ...one,
      choice: await findChoice(db, one.orderId),
    })),
  )
  return { orders: orders.map(({ orderId: _id, ...order }) => order), policy }
}

async function describeOrder(db: Db, orderId: OrderId) {
  const { rows } = await sql<{ order_no: string; contact_name: string; contact_phone: string }>`
    select order_no, contact_name, contact_phone from "order" where id = ${orderId}
  `.execute(db)
  const [row] = rows
  const lines = await readCounterLines(db, orderId)
  const here = lines.filter((line) => piecesHere(line) > 0)
  return {
    orderNo: row?.order_no ?? '',
    maskedName: maskName(row?.contact_name ?? ''),
    phone: row?.contact_phone ?? '',
    shelf: shelfPlace(row?.order_no ?? ''),
    pieces: here.reduce((sum, line) => sum + piecesHere(line), 0),
    isFresh: here.some((line) => line.returnRule === 'fresh'),
  }
}
