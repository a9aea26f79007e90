import type { RawBuilder } from 'kysely'
import type { Tx } from '#app/platform/db.server.ts'

/** One part of a comparison: its two sides, by how much it is off, and what the sides are made of. */
export interface TieOutRow {
  part: string
  left_amount: number
  right_amount: number
  off_amount: number
  figures: Record<string, number>
}

export interface TieOutSource {
  name: string
  unit: 'fen' | 'pieces'
  /** In the transaction that sees one moment. */
  read(tx: Tx, now: Date): Promise<TieOutRow[]>
}

export function fromQuery(query: RawBuilder<TieOutRow>): TieOutSource['read'] {
  return async (tx) => (await query.execute(tx)).rows
}
