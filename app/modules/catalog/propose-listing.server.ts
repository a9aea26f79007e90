import type { Manager } from '#app/modules/identity/permissions.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, ListingChangeId, ProductId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { copyOfListing } from './compose-listing.ts'
import { codePrefixOf } from './internal/code-prefix.server.ts'
import { findOwnChange, insertChange } from './internal/listing-rows.server.ts'
import { readPublishedListing } from './internal/published-listing.server.ts'
import { EMPTY_LISTING, type ListingBody, OPEN_STATES } from './listing.ts'
import type { ProposeRefusal } from './review-listing.ts'

interface Start {
  manager: Manager
  /** Made by the page, so that sending it twice begins one proposal. */
  changeId: ListingChangeId
  now: Date
}

type Started = Promise<Result<{ changeId: ListingChangeId }, ProposeRefusal>>

/** Begins the listing of a new product: an empty draft. */
export function startListing(db: Db, start: Start): Started {
  return begin(db, { ...start, body: EMPTY_LISTING })
}

/** Begins a new listing from a proposal or a published product of the same cooperative. */
export async function copyListing(
  db: Db,
  { source, ...start }: Start & { source: { changeId: ListingChangeId } | { productId: ProductId } },
): Started {
  const { cooperativeId } = start.manager
  const body =
    'changeId' in source
      ? (await findOwnChange(db, { cooperativeId, changeId: source.changeId }))?.body
      : (await readOwnPublished(db, { cooperativeId, productId: source.productId }))?.body
  if (!body) return refuse({ kind: 'unknown' })
  const codePrefix = await codePrefixOf(db, { cooperativeId, changeId: start.changeId })
  return begin(db, { ...start, body: copyOfListing(body, { codePrefix }) })
}

/** Begins a change to a published product, or leads to the one that is open already: there is never a second. */
export function proposeChange(db: Db, { productId, ...start }: Start & { productId: ProductId }): Started {
  const { cooperativeId } = start.manager
  return inTransaction(db, async (tx) => {
    const published = await readOwnPublished(tx, { cooperativeId, productId })
    if (!published) return refuse({ kind: 'unknown' } as const)
    const { versionId, body } = published
    const change = { ...start, cooperativeId, proposerId: start.manager.personId, body }
    const isNew = await insertChange(tx, { ...change, product: { productId, versionId, body } })
    if (isNew) return ok({ changeId: start.changeId })
    const open = await findOpenChange(tx, { cooperativeId, productId })
    return open ? ok({ changeId: open }) : refuse({ kind: 'unknown' } as const)
  })
}

async function begin(db: Db, { manager, changeId, body, now }: Start & { body: ListingBody }): Started {
  const { cooperativeId, personId } = manager
  return inTransaction(db, async (tx) => {
    const isNew = await insertChange(tx, { changeId, cooperativeId, proposerId: personId, body, now })
    if (isNew || (await findOwnChange(tx, { cooperativeId, changeId }))) return ok({ changeId })
    return refuse({ kind: 'unknown' } as const)
  })
}

async function readOwnPublished(
  db: Db,
  { cooperativeId, productId }: { cooperativeId: CooperativeId; productId: ProductId },
) {
  const published = await readPublishedListing(db, productId)
  return published?.cooperativeId === cooperativeId ? published : undefined
}

async function findOpenChange(
  tx: Tx,
  { cooperativeId, productId }: { cooperativeId: CooperativeId; productId: ProductId },
): Promise<ListingChangeId | undefined> {
  const row = await tx
    .selectFrom('listing_change')
    .select('id')
    .where('product_id', '=', productId)
    .where('cooperative_id', '=', cooperativeId)
    .where('state', 'in', OPEN_STATES)
    .executeTakeFirst()
  return row?.id as ListingChangeId | undefined
}
