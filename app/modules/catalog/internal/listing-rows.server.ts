import type { Selectable } from 'kysely'
import type { Db, Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, ListingChangeId, PersonId, ProductId, ProductVersionId } from '#app/shared/ids.ts'
import type { DB } from '#db/schema.ts'
import { type ListingBody, type ListingState, listingBodySchema } from '../listing.ts'
import type { ListingChange } from '../review-listing.ts'

type Row = Selectable<DB['listing_change']>

/** Undefined when there is none, or it is another cooperative's. */
export async function findOwnChange(
  db: Db,
  { cooperativeId, changeId }: { cooperativeId: CooperativeId; changeId: ListingChangeId },
): Promise<ListingChange | undefined> {
  const row = await db
    .selectFrom('listing_change')
    .selectAll()
    .where('id', '=', changeId)
    .where('cooperative_id', '=', cooperativeId)
    .executeTakeFirst()
  return row && readChange(row)
}

/** As `findOwnChange`, holding the row until the transaction ends. */
export async function lockOwnChange(
  tx: Tx,
  { cooperativeId, changeId }: { cooperativeId: CooperativeId; changeId: ListingChangeId },
): Promise<ListingChange | undefined> {
  const change = await lockChange(tx, changeId)
  return change?.cooperativeId === cooperativeId ? change : undefined
}

/** For reviewers, who may see every cooperative's. */
export async function findChange(db: Db, changeId: ListingChangeId): Promise<ListingChange | undefined> {
  const row = await db.selectFrom('listing_change').selectAll().where('id', '=', changeId).executeTakeFirst()
  return row && readChange(row)
}

export async function lockChange(tx: Tx, changeId: ListingChangeId): Promise<ListingChange | undefined> {
  const row = await tx
    .selectFrom('listing_change')
    .selectAll()
    .where('id', '=', changeId)
    .forUpdate()
    .executeTakeFirst()
  return row && readChange(row)
}

function readChange(row: Row): ListingChange {
  return {
    changeId: row.id as ListingChangeId,
    productId: (row.product_id as ProductId | null) ?? undefined,
    cooperativeId: row.cooperative_id as CooperativeId,
    proposerId: row.proposer_id as PersonId,
    state: row.state as ListingState,
    revision: row.revision,
    body: listingBodySchema.parse(row.body),
    base:
      row.base_version_id === null
        ? undefined
        : { versionId: row.base_version_id as ProductVersionId, body: listingBodySchema.parse(row.base_body) },
    stockNote: row.stock_note,
    reason: row.reason ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    submittedAt: row.submitted_at ?? undefined,
    decidedAt: row.decided_at ?? undefined,
  }
}

export interface NewChange {
  changeId: ListingChangeId
  cooperativeId: CooperativeId
  proposerId: PersonId
  body: ListingBody
  product?: { productId: ProductId; versionId: ProductVersionId; body: ListingBody }
  now: Date
}

/** Says whether it was written: not when there is one of that id, or the product has an open one already. */
export async function insertChange(tx: Tx, change: NewChange): Promise<boolean> {
  const { product } = change
  const written = await tx
    .insertInto('listing_change')
    .values({
      id: change.changeId,
      product_id: product?.productId ?? null,
      cooperative_id: change.cooperativeId,
      proposer_id: change.proposerId,
      state: 'draft',
      body: JSON.stringify(change.body),
      base_version_id: product?.versionId ?? null,
      base_body: product ? JSON.stringify(product.body) : null,
      created_at: change.now,
      updated_at: change.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return written !== undefined
}

export interface ChangeUpdate {
  state?: ListingState
  body?: ListingBody
  base?: { versionId: ProductVersionId; body: ListingBody }
  proposerId?: PersonId
  stockNote?: string
  productId?: ProductId
  submittedAt?: Date
  /** Null takes a decision away: it is open again. */
  decision?: { reviewerId: PersonId; reason: string | null; at: Date } | null
}

/** Writes what changed, as the next revision. */
export async function updateChange(
  tx: Tx,
  changeId: ListingChangeId,
  { update, now }: { update: ChangeUpdate; now: Date },
): Promise<void> {
  const { body, base } = update
  await tx
    .updateTable('listing_change')
    .set((eb) => ({
      // What is undefined stays as it is.
      revision: eb('revision', '+', 1),
      updated_at: now,
      state: update.state,
      body: body && JSON.stringify(body),
      base_version_id: base?.versionId,
      base_body: base && JSON.stringify(base.body),
      proposer_id: update.proposerId,
      stock_note: update.stockNote,
      product_id: update.productId,
      submitted_at: update.submittedAt,
      ...decisionColumns(update.decision),
    }))
    .where('id', '=', changeId)
    .execute()
}

function decisionColumns(decision: ChangeUpdate['decision']) {
  if (decision === undefined) return {}
  return {
    reviewer_id: decision?.reviewerId ?? null,
    reason: decision?.reason ?? null,
    decided_at: decision?.at ?? null,
  }
}
