import type { Db } from '#app/platform/db.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, ListingChangeId, PersonId, ProductId } from '#app/shared/ids.ts'
import { type Fen, fen } from '#app/shared/money.ts'
import { type CategoryRule, findListingProblems, type ListingProblem } from './category-rule.ts'
import { diffListing } from './diff-listing.ts'
import type { FieldChange, FieldConflict } from './field-change.ts'
import { findRule, selectRules } from './internal/category-rules.server.ts'
import { findChange, findOwnChange } from './internal/listing-rows.server.ts'
import { readPublishedListing } from './internal/published-listing.server.ts'
import { type ListingBody, type ListingState, listingBodySchema, OPEN_STATES } from './listing.ts'
import type { Bilingual } from './product-draft.ts'
import { conflictsOf, type ListingChange } from './review-listing.ts'

/** Kinds of goods that may be listed, with the name of their category, in the college's order. */
export interface GoodsChoice extends CategoryRule {
  category: Bilingual
}

export async function listGoodsChoices(db: Db): Promise<GoodsChoice[]> {
  const [rules, categories] = await Promise.all([
    selectRules(db),
    db.selectFrom('category').select(['id', 'name_zh', 'name_en']).execute(),
  ])
  const names = new Map(categories.map((row) => [row.id, { zh: row.name_zh, en: row.name_en }]))
  return rules.flatMap((rule) => {
    const category = names.get(rule.categoryId)
    return category ? [{ ...rule, category }] : []
  })
}

/** A proposal in a list. */
export interface ChangeSummary {
  changeId: ListingChangeId
  productId: ProductId | undefined
  state: ListingState
  name: Bilingual
  photoKey: string | undefined
  reason: string | undefined
  updatedAt: Date
}

/** A product on sale, in its cooperative's list. */
export interface OwnProduct {
  productId: ProductId
  slug: string
  name: Bilingual
  pictureKind: string
  photoKey: string | undefined
  price: Fen | undefined
  /** Its open proposal, if any. */
  open: { changeId: ListingChangeId; state: ListingState } | undefined
}

const RECENT = 100

/** What a cooperative has on sale and what it proposes; proposals that are decided well are not listed. */
export async function listOwnListings(
  db: Db,
  cooperativeId: CooperativeId,
): Promise<{ products: OwnProduct[]; changes: ChangeSummary[] }> {
  const [products, changes] = await Promise.all([
    selectOwnProducts(db, cooperativeId),
    db
      .selectFrom('listing_change')
      .select(['id', 'product_id', 'state', 'body', 'reason', 'updated_at'])
      .where('cooperative_id', '=', cooperativeId)
      .where('state', 'in', OPEN_STATES)
      .orderBy('updated_at', 'desc')
      .orderBy('id')
      .limit(RECENT)
      .execute(),
  ])
  const summaries = changes.map((row) => summaryOf(row))
  const openOf = new Map(summaries.map((change) => [change.productId, change]))
  return {
    changes: summaries,
    products: products.map((row) => ({
      productId: row.id as ProductId,
      slug: row.slug,
      name: { zh: row.name_zh, en: row.name_en },
      pictureKind: row.picture_kind,
      photoKey: row.photo_key ?? undefined,
      price: row.price_fen === null ? undefined : fen(row.price_fen),
      open: openOf.get(row.id as ProductId),
    })),
  }
}

function selectOwnProducts(db: Db, cooperativeId: CooperativeId) {
  return db
    .selectFrom('product')
    .innerJoin('product_version as version', 'version.id', 'product.published_version_id')
    .leftJoin('product_card as card', 'card.product_id', 'product.id')
    .select(['product.id', 'product.slug', 'product.picture_kind', 'version.name_zh', 'version.name_en'])
    .select(['card.photo_key', 'card.price_fen'])
    .where('product.cooperative_id', '=', cooperativeId)
    .where('product.state', '=', 'published')
    .orderBy('product.id', 'desc')
    .limit(RECENT * 5)
    .execute()
}

interface SummaryRow {
  id: string
  product_id: string | null
  state: string
  body: unknown
  reason: string | null
  updated_at: Date
}

function summaryOf(row: SummaryRow): ChangeSummary {
  const body = listingBodySchema.parse(row.body)
  return {
    changeId: row.id as ListingChangeId,
    productId: (row.product_id as ProductId | null) ?? undefined,
    state: row.state as ListingState,
    name: body.name,
    photoKey: body.photos[0]?.key,
    reason: row.reason ?? undefined,
    updatedAt: row.updated_at,
  }
}

/** A proposal of one's own, with what still keeps it from the reviewer and what was published meanwhile. */
export interface OwnChange extends Omit<ListingChange, 'base'> {
  published: ListingBody | undefined
  problems: ListingProblem[]
  conflicts: FieldConflict[] | undefined
}

/** Undefined when there is none, or it is another cooperative's: nobody is told which. */
export async function readOwnListing(
  db: Db,
  own: { cooperativeId: CooperativeId; changeId: ListingChangeId; now: Date },
): Promise<OwnChange | undefined> {
  const change = await findOwnChange(db, own)
  if (!change) return undefined
  return withCircumstances(db, change, own.now)
}

async function withCircumstances(db: Db, { base, ...change }: ListingChange, now: Date): Promise<OwnChange> {
  const isOpen = change.state !== 'published' && change.state !== 'withdrawn'
  const [rule, current] = await Promise.all([
    findRule(db, change.body),
    isOpen && change.productId ? readPublishedListing(db, change.productId) : undefined,
  ])
  const today = businessDate(now)
  return {
    ...change,
    published: base?.body,
    problems: isOpen ? findListingProblems({ body: change.body, rule, base: base?.body, today }) : [],
    conflicts: isOpen ? conflictsOf({ base, body: change.body }, current) : undefined,
  }
}

/** A proposal in the reviewer's queue. */
export interface WaitingListing extends ChangeSummary {
  cooperative: Bilingual
  submittedAt: Date
}

/** What waits for a decision, the longest waiting first. */
export async function listWaitingListings(db: Db): Promise<WaitingListing[]> {
  const rows = await db
    .selectFrom('listing_change as change')
    .innerJoin('cooperative', 'cooperative.id', 'change.cooperative_id')
    .select(['change.id', 'change.product_id', 'change.state', 'change.body', 'change.reason', 'change.updated_at'])
    .select(['change.submitted_at', 'cooperative.name_zh', 'cooperative.name_en'])
    .where('change.state', '=', 'submitted')
    .orderBy('change.submitted_at')
    .orderBy('change.id')
    .limit(RECENT)
    .execute()
  return rows.map((row) => ({
    ...summaryOf(row),
    cooperative: { zh: row.name_zh, en: row.name_en },
    submittedAt: row.submitted_at ?? row.updated_at,
  }))
}

/** A proposal as its reviewer reads it. */
export interface ListingForReview extends OwnChange {
  cooperative: Bilingual
  county: Bilingual
  proposer: string
  /** Field by field against what is published; everything, for a new product. */
  changes: FieldChange[]
}

export async function readListingForReview(
  db: Db,
  { changeId, now }: { changeId: ListingChangeId; now: Date },
): Promise<ListingForReview | undefined> {
  const change = await findChange(db, changeId)
  // A draft is nobody's business but its cooperative's.
  if (!change || change.state === 'draft') return undefined
  const [read, names] = await Promise.all([withCircumstances(db, change, now), selectNames(db, change)])
  return { ...read, ...names, changes: diffListing(change.base?.body, change.body) }
}

async function selectNames(
  db: Db,
  { cooperativeId, proposerId }: { cooperativeId: CooperativeId; proposerId: PersonId },
) {
  const row = await db
    .selectFrom('cooperative')
    .innerJoin('partner_county as county', 'county.id', 'cooperative.county_id')
    .innerJoin('person', (join) => join.on('person.id', '=', proposerId))
    .select([
      'cooperative.name_zh',
      'cooperative.name_en',
      'county.name_zh as county_zh',
      'county.name_en as county_en',
    ])
    .select('person.name')
    .where('cooperative.id', '=', cooperativeId)
    .executeTakeFirstOrThrow()
  return {
    cooperative: { zh: row.name_zh, en: row.name_en },
    county: { zh: row.county_zh, en: row.county_en },
    proposer: row.name,
  }
}
