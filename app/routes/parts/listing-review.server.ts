import { data } from '@remix-run/node'
import { z } from 'zod'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { listingTextsSchema } from '#app/modules/catalog/listing-texts.ts'
import { editListingTexts, publishListing, sendListingBack } from '#app/modules/catalog/review-listing.server.ts'
import type { ReviewRefusal } from '#app/modules/catalog/review-listing.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { ListingChangeId } from '#app/shared/ids.ts'
import type { Language } from '#app/shared/language.ts'
import { type TypedFields, typedFields } from './listing-fields.ts'
import { wordsOf } from './listing-steps.server.ts'

const revision = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/)
  .transform(Number)

const publishSchema = z.object({ revision })
const sendBackSchema = z.object({
  revision,
  reason: z
    .string({ error: 'reasonMissing' })
    .trim()
    .min(1, { error: 'reasonMissing' })
    .max(500, { error: 'textTooLong' })
    .regex(/^[^\p{Cf}\p{Co}\p{Cn}]*$/u, { error: 'textInvalid' }),
})
const textsSchema = listingTextsSchema.extend({ revision })

export interface ReviewStep {
  reviewer: Actor<'catalog:manage'>
  changeId: ListingChangeId
  language: Language
  now: Date
}

/** What the page says when a decision does not stand; what was typed is shown again. */
interface ReviewAnswer {
  typed: TypedFields
  errors: Record<string, string>
  refusal: ReviewRefusal | undefined
}

/** Takes the decision a reviewer's form asks for. */
export async function takeReviewStep(fields: FormData, { language, ...step }: ReviewStep) {
  const { db } = getRuntime()
  const answer = (rest: Partial<ReviewAnswer>, status: number) =>
    data<ReviewAnswer>({ typed: typedFields(fields), errors: {}, refusal: undefined, ...rest }, { status })
  const refused = (refusal: ReviewRefusal) => answer({ refusal }, 409)
  switch (fields.get('intent')) {
    case 'publish': {
      const sent = parseFields(fields, publishSchema)
      if (sent.status !== 'success') throw badRequest()
      const done = await publishListing(db, { ...step, ...sent.value })
      return done.ok ? redirectWithNotice(paths.admin.listings(), 'listingPublished') : refused(done.refusal)
    }
    case 'sendBack': {
      const sent = parseFields(fields, sendBackSchema)
      if (sent.status !== 'success') return answer({ errors: wordsOf(sent.error, language) }, 422)
      const done = await sendListingBack(db, { ...step, ...sent.value })
      return done.ok ? redirectWithNotice(paths.admin.listings(), 'listingSentBack') : refused(done.refusal)
    }
    case 'texts': {
      const sent = parseFields(fields, textsSchema)
      if (sent.status !== 'success') return answer({ errors: wordsOf(sent.error, language) }, 422)
      const { revision: seen, ...texts } = sent.value
      const done = await editListingTexts(db, { ...step, revision: seen, texts })
      return done.ok
        ? redirectWithNotice(paths.admin.listing(step.changeId), 'listingTextsSaved')
        : refused(done.refusal)
    }
    default:
      throw badRequest()
  }
}
