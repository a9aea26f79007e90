import { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, ListingChangeId, PersonId, ProductId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { findListingProblems } from './category-rule.ts'
import { diffListing } from './diff-listing.ts'
import { findRule } from './internal/category-rules.server.ts'
import { insertChange, updateChange } from './internal/listing-rows.server.ts'
import { readPublishedListing } from './internal/published-listing.server.ts'
import { type ProposeFactsRefusal, type SkuFacts, withFacts } from './propose-facts.ts'

export interface ProposeFactsCommand {
  cooperativeId: CooperativeId
  proposerId: PersonId
  productId: ProductId
  facts: readonly SkuFacts[]
  now: Date
}

/**
 * Proposes what a cooperative's list says of a product and gives it to the reviewer
 * at once. Undefined when the product says all of it already. A refusal leaves
 * nothing behind.
 */
export async function proposeFacts(
  tx: Tx,
  command: ProposeFactsCommand,
): Promise<Result<ListingChangeId | undefined, ProposeFactsRefusal>> {
  const { cooperativeId, proposerId, productId, now } = command
  const published = await readPublishedListing(tx, productId)
  if (published?.cooperativeId !== cooperativeId) return refuse({ kind: 'unknown' })
  const body = withFacts(published.body, command.facts)
  if (diffListing(published.body, body).length === 0) return ok(undefined)
  const [rule, today] = [await findRule(tx, body), businessDate(now)]
  const problems = findListingProblems({ body, rule, base: published.body, today })
  if (problems.length > 0) return refuse({ kind: 'problems' })
  const changeId = newId<ListingChangeId>()
  const product = { productId, versionId: published.versionId, body: published.body }
  if (!(await insertChange(tx, { changeId, cooperativeId, proposerId, body, product, now })))
    return refuse({ kind: 'openAlready' })
  await updateChange(tx, changeId, { update: { state: 'submitted', submittedAt: now }, now })
  await recordAuditEvent(tx, {
    actorId: proposerId,
    verb: 'listing.submitted',
    objectType: 'listing_change',
    objectId: changeId,
    detail: { revision: 2, from: 'sheet' },
    now,
  })
  return ok(changeId)
}
