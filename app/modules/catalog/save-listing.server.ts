import type { Manager } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { ListingChangeId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { composeListing } from './compose-listing.ts'
import { diffListing, rebaseListing } from './diff-listing.ts'
import { findRule } from './internal/category-rules.server.ts'
import { codePrefixOf } from './internal/code-prefix.server.ts'
import { findOwnChange, lockOwnChange, updateChange } from './internal/listing-rows.server.ts'
import { readPublishedListing } from './internal/published-listing.server.ts'
import type { ListingBody, ListingPhoto } from './listing.ts'
import type { ListingForm } from './listing-form.ts'
import { MAX_PHOTOS } from './listing-limits.ts'
import { checkEditable, decideSubmission, type ListingChange, type ProposeRefusal } from './review-listing.ts'

interface Step {
  manager: Manager
  changeId: ListingChangeId
  /** The revision the person saw. */
  revision: number
  now: Date
}

type Done<Value> = Promise<Result<Value, ProposeRefusal>>

/** Keeps what the form says. Gives the new revision. */
export function saveListing(db: Db, { form, ...step }: Omit<Step, 'revision'> & { form: ListingForm }): Done<number> {
  return edit(db, { ...step, revision: form.revision }, async (tx, change) => {
    const [categoryId = '', goodsKind = ''] = form.goods.split(':')
    const [rule, codePrefix] = [await findRule(tx, { categoryId, goodsKind }), await codePrefixOf(tx, change)]
    return { body: composeListing(change.body, { form, rule, codePrefix }), stockNote: form.stockNote }
  })
}

/** Whether photographs may be hung up at all: asked before the work of making them. */
export async function mayAddPhotos(db: Db, { manager, changeId, revision }: Step): Done<undefined> {
  const change = await findOwnChange(db, { cooperativeId: manager.cooperativeId, changeId })
  if (!change) return refuse({ kind: 'unknown' })
  const editable = checkEditable(change, revision)
  if (!editable.ok) return editable
  return change.body.photos.length < MAX_PHOTOS ? ok(undefined) : refuse({ kind: 'tooManyPhotos', max: MAX_PHOTOS })
}

/** Hangs photographs up behind those that are there. */
export function addListingPhotos(
  db: Db,
  { photos, ...step }: Step & { photos: readonly Omit<ListingPhoto, 'alt'>[] },
): Done<number> {
  return editPhotos(db, step, (kept) => {
    const fresh = photos.filter(
      ({ key }, index) =>
        !kept.some((photo) => photo.key === key) && photos.findIndex((photo) => photo.key === key) === index,
    )
    return [...kept, ...fresh.map((photo) => ({ ...photo, alt: { zh: '', en: '' } }))]
  })
}

/** Takes a photograph down. One that is not there is no different. */
export function removeListingPhoto(db: Db, { key, ...step }: Step & { key: string }): Done<number> {
  return editPhotos(db, step, (kept) => kept.filter((photo) => photo.key !== key))
}

/** Shows a photograph first, in lists and on the page. */
export function showPhotoFirst(db: Db, { key, ...step }: Step & { key: string }): Done<number> {
  return editPhotos(db, step, (kept) => [
    ...kept.filter((photo) => photo.key === key),
    ...kept.filter((photo) => photo.key !== key),
  ])
}

/** Says in words what a photograph shows, for those who do not see it. */
export function describePhoto(db: Db, { key, zh, ...step }: Step & { key: string; zh: string }): Done<number> {
  return editPhotos(db, step, (kept) =>
    kept.map((photo) => (photo.key === key && photo.alt.zh !== zh ? { ...photo, alt: { zh, en: '' } } : photo)),
  )
}

function editPhotos(db: Db, step: Step, change: (kept: readonly ListingPhoto[]) => ListingPhoto[]): Done<number> {
  return edit(db, step, async (_tx, { body }) => {
    const photos = change(body.photos)
    if (photos.length > MAX_PHOTOS) return refuse({ kind: 'tooManyPhotos', max: MAX_PHOTOS } as const)
    return { body: { ...body, photos } }
  })
}

type Edited = { body: ListingBody; stockNote?: string } | { ok: false; refusal: ProposeRefusal }

async function edit(db: Db, step: Step, work: (tx: Tx, change: ListingChange) => Promise<Edited>): Done<number> {
  const { manager, changeId, revision, now } = step
  return inTransaction(db, async (tx) => {
    const change = await lockOwnChange(tx, { cooperativeId: manager.cooperativeId, changeId })
    if (!change) return refuse({ kind: 'unknown' } as const)
    const editable = checkEditable(change, revision)
    if (!editable.ok) return editable
    const edited = await work(tx, change)
    if ('refusal' in edited) return edited
    await updateChange(tx, changeId, { update: { ...edited, proposerId: manager.personId }, now })
    return ok(change.revision + 1)
  })
}

/** Gives a proposal to the reviewer. A second click finds it there and says so. */
export function submitListing(db: Db, { manager, changeId, revision, now }: Step): Done<undefined> {
  const { cooperativeId, personId } = manager
  return inTransaction(db, async (tx) => {
    const change = await lockOwnChange(tx, { cooperativeId, changeId })
    if (!change) return refuse({ kind: 'unknown' } as const)
    const editable = checkEditable(change, revision)
    if (!editable.ok) return editable
    const rule = await findRule(tx, change.body)
    const current = change.productId && (await readPublishedListing(tx, change.productId))
    const decided = decideSubmission(change, { rule, current, today: businessDate(now) })
    if (!decided.ok) return decided
    if (change.base && diffListing(change.base.body, change.body).length === 0)
      return refuse({ kind: 'nothingChanged' } as const)
    const update = { state: 'submitted', proposerId: personId, submittedAt: now, decision: null } as const
    await updateChange(tx, changeId, { update, now })
    await recordAuditEvent(tx, {
      actorId: personId,
      verb: 'listing.submitted',
      objectType: 'listing_change',
      objectId: changeId,
      detail: { revision: change.revision + 1 },
      now,
    })
    return ok(undefined)
  })
}

/** Takes an open proposal back for good, also from the reviewer. What is published stays as it is. */
export function withdrawListing(db: Db, { manager, changeId, revision, now }: Step): Done<undefined> {
  return inTransaction(db, async (tx) => {
    const change = await lockOwnChange(tx, { cooperativeId: manager.cooperativeId, changeId })
    if (!change) return refuse({ kind: 'unknown' } as const)
    if (change.state === 'published' || change.state === 'withdrawn')
      return refuse({ kind: 'notOpen', state: change.state } as const)
    if (change.revision !== revision) return refuse({ kind: 'changedMeanwhile' } as const)
    await updateChange(tx, changeId, { update: { state: 'withdrawn', decision: null }, now })
    return ok(undefined)
  })
}

/** Puts a proposal on what is published now: what it changes stays, the rest becomes as it is. */
export function takeUpPublished(db: Db, step: Step): Done<number> {
  const { manager, changeId, revision, now } = step
  return inTransaction(db, async (tx) => {
    const change = await lockOwnChange(tx, { cooperativeId: manager.cooperativeId, changeId })
    const current = change?.productId && (await readPublishedListing(tx, change.productId))
    if (!change?.base || !current) return refuse({ kind: 'unknown' } as const)
    const editable = checkEditable(change, revision)
    if (!editable.ok) return editable
    const body = rebaseListing(change.base.body, { current: current.body, proposed: change.body })
    const base = { versionId: current.versionId, body: current.body }
    await updateChange(tx, changeId, { update: { body, base, proposerId: manager.personId }, now })
    return ok(change.revision + 1)
  })
}
