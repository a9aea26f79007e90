import type { Actor } from '#app/modules/identity/permissions.ts'
import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { enqueueForCooperative } from '#app/modules/notices/enqueue-notice.server.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CountyId, ListingChangeId, ProductId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { withEnglish } from './compose-listing.ts'
import { findRule } from './internal/category-rules.server.ts'
import { lockChange, updateChange } from './internal/listing-rows.server.ts'
import { pinyinOf } from './internal/pinyin.server.ts'
import { lockPublishedListing } from './internal/published-listing.server.ts'
import { writeNewListing, writeNextListing } from './internal/write-listing.server.ts'
import type { ListingBody } from './listing.ts'
import type { ListingTexts } from './listing-texts.ts'
import { editTexts } from './listing-texts.ts'
import { checkReview, decidePublication, type ListingChange, type ReviewRefusal } from './review-listing.ts'

interface Review {
  reviewer: Actor<'catalog:manage'>
  changeId: ListingChangeId
  /** The revision the reviewer read. */
  revision: number
  now: Date
}

type Decided<Value> = Promise<Result<Value, ReviewRefusal>>

/**
 * Publishes a proposal: a new product, or the next version of one. Old orders keep the
 * version they were placed on. Of two reviewers at once, one decides.
 */
export function publishListing(db: Db, review: Review): Decided<{ productId: ProductId; slug: string }> {
  const { reviewer, changeId, revision, now } = review
  return inTransaction(db, async (tx) => {
    // The proposal first, then the product: nobody else locks both.
    const change = await lockChange(tx, changeId)
    if (!change) return refuse({ kind: 'unknown' } as const)
    const current = change.productId && (await lockPublishedListing(tx, change.productId))
    const rule = await findRule(tx, change.body)
    const today = businessDate(now)
    const decided = decidePublication(change, { reviewerId: reviewer.personId, revision, rule, current, today })
    if (!decided.ok) return decided
    const body = withEnglish(change.body, pinyinName)
    const published = await write(tx, { change, body, slug: current?.slug, now })
    const decision = { reviewerId: reviewer.personId, reason: null, at: now }
    await updateChange(tx, changeId, { update: { state: 'published', ...published, body, decision }, now })
    await announce(tx, { review, change, body, slug: published.slug, pricesBefore: pricesOf(current?.body) })
    return ok(published)
  })
}

interface Writing {
  change: ListingChange
  body: ListingBody
  /** Of the product that is there already. */
  slug: string | undefined
  now: Date
}

async function write(tx: Tx, { change, body, slug, now }: Writing): Promise<{ productId: ProductId; slug: string }> {
  if (change.productId && slug !== undefined) {
    await writeNextListing(tx, { productId: change.productId, body, now })
    return { productId: change.productId, slug }
  }
  const place = await placeOf(tx, change)
  return { productId: await writeNewListing(tx, { body, place, now }), slug: place.slug }
}

const SLUG_NAME = 60
const SLUG_TAIL = 8

/** The county is the cooperative's; the drawing, until there is a photograph, the category's. */
async function placeOf(tx: Tx, { body, cooperativeId, changeId }: ListingChange) {
  const { county_id, picture_kind } = await tx
    .selectFrom('cooperative')
    .innerJoin('category', (join) => join.on('category.id', '=', body.categoryId))
    .select(['cooperative.county_id', 'category.picture_kind'])
    .where('cooperative.id', '=', cooperativeId)
    .executeTakeFirstOrThrow()
  const name = pinyinOf(body.name.zh)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_NAME)
    .replace(/^-+|-+$/g, '')
  const slug = [name, changeId.slice(-SLUG_TAIL)].filter(Boolean).join('-')
  return { slug, cooperativeId, countyId: county_id as CountyId, pictureKind: picture_kind }
}

/** 'Da hong pao hua jiao': better than nothing until somebody gives an English name. */
function pinyinName(zh: string): string {
  const sound = pinyinOf(zh)
  return `${sound.charAt(0).toUpperCase()}${sound.slice(1)}`
}

interface Announcement {
  review: Review
  change: ListingChange
  body: ListingBody
  slug: string
  pricesBefore: Record<string, number>
}

function pricesOf(body: Pick<ListingBody, 'skus'> | undefined): Record<string, number> {
  return Object.fromEntries(body?.skus.map((sku) => [sku.code, sku.price]) ?? [])
}

async function announce(tx: Tx, { review, change, body, slug, pricesBefore }: Announcement): Promise<void> {
  const { reviewer, changeId, now } = review
  await enqueueForCooperative(tx, change.cooperativeId, {
    kind: 'listing_published',
    data: { nameZh: body.name.zh, nameEn: body.name.en, productSlug: slug },
    dedupeKey: `listing_published:${changeId}`,
    now,
  })
  await recordAuditEvent(tx, {
    actorId: reviewer.personId,
    verb: 'listing.published',
    objectType: 'listing_change',
    objectId: changeId,
    detail: { revision: change.revision, slug },
    before: { priceFen: pricesBefore },
    after: { priceFen: pricesOf(body) },
    now,
  })
}

/** Gives a proposal back to its cooperative with a reason they can act on. */
export function sendListingBack(db: Db, { reason, ...review }: Review & { reason: string }): Decided<undefined> {
  const { reviewer, changeId, revision, now } = review
  return inTransaction(db, async (tx) => {
    const change = await lockChange(tx, changeId)
    if (!change) return refuse({ kind: 'unknown' } as const)
    const checked = checkReview(change, { reviewerId: reviewer.personId, revision })
    if (!checked.ok) return checked
    const decision = { reviewerId: reviewer.personId, reason, at: now }
    await updateChange(tx, changeId, { update: { state: 'sent_back', decision }, now })
    const { zh, en } = change.body.name
    await enqueueForCooperative(tx, change.cooperativeId, {
      kind: 'listing_sent_back',
      data: { nameZh: zh, nameEn: en || pinyinName(zh), changeId, reason },
      dedupeKey: `listing_sent_back:${changeId}:${change.revision}`,
      now,
    })
    await recordAuditEvent(tx, {
      actorId: reviewer.personId,
      verb: 'listing.sent_back',
      objectType: 'listing_change',
      objectId: changeId,
      detail: { revision, reason },
      now,
    })
    return ok(undefined)
  })
}

/** Puts the words of a proposal right before it is published: no price, no content, no certificate. */
export function editListingTexts(db: Db, { texts, ...review }: Review & { texts: ListingTexts }): Decided<number> {
  const { reviewer, changeId, revision, now } = review
  return inTransaction(db, async (tx) => {
    const change = await lockChange(tx, changeId)
    if (!change) return refuse({ kind: 'unknown' } as const)
    const checked = checkReview(change, { reviewerId: reviewer.personId, revision })
    if (!checked.ok) return checked
    await updateChange(tx, changeId, { update: { body: editTexts(change.body, texts) }, now })
    await recordAuditEvent(tx, {
      actorId: reviewer.personId,
      verb: 'listing.texts_edited',
      objectType: 'listing_change',
      objectId: changeId,
      detail: { revision, texts },
      now,
    })
    return ok(change.revision + 1)
  })
}
