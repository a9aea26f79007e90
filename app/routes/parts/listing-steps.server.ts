import { data, redirect } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { type ListingForm, listingFormSchema } from '#app/modules/catalog/listing-form.ts'
import { copyListing } from '#app/modules/catalog/propose-listing.server.ts'
import type { ProposeRefusal } from '#app/modules/catalog/review-listing.ts'
import {
  saveListing,
  submitListing,
  takeUpPublished,
  withdrawListing,
} from '#app/modules/catalog/save-listing.server.ts'
import type { Manager } from '#app/modules/identity/permissions.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { ListingChangeId } from '#app/shared/ids.ts'
import type { Language } from '#app/shared/language.ts'
import { type TypedFields, typedFields } from './listing-fields.ts'

export interface ListingStep {
  manager: Manager
  changeId: ListingChangeId
  language: Language
  now: Date
}

/** What the page says when a step was not taken; what was typed is shown again. */
export interface ListingAnswer {
  typed: TypedFields | undefined
  /** By field name, in words. */
  errors: Record<string, string>
  refusal: ProposeRefusal | undefined
}

const INTENTS = ['save', 'submit', 'withdraw', 'takeUp', 'copy'] as const
type Intent = (typeof INTENTS)[number]

/** Takes the step a grower's form asks for. */
export function takeListingStep(fields: FormData, step: ListingStep) {
  const intent = INTENTS.find((one) => one === fields.get('intent'))
  if (!intent) throw badRequest()
  return intent === 'save' || intent === 'submit'
    ? keep(fields, { ...step, intent })
    : move(fields, { ...step, intent })
}

/** Keeps what was typed; then, if asked, gives it to the reviewer. */
async function keep(fields: FormData, { intent, language, ...step }: ListingStep & { intent: Intent }) {
  const submission = parseFields(fields, listingFormSchema)
  if (submission.status !== 'success') {
    return answer({ typed: typedFields(fields), errors: wordsOf(submission.error, language), refusal: undefined }, 422)
  }
  const { db } = getRuntime()
  const form: ListingForm = submission.value
  const saved = await saveListing(db, { ...step, form })
  if (!saved.ok) return answer({ typed: typedFields(fields), errors: {}, refusal: saved.refusal }, 409)
  if (intent === 'save') return redirectWithNotice(paths.supply.listing(step.changeId), 'listingSaved')
  const submitted = await submitListing(db, { ...step, revision: saved.value })
  if (!submitted.ok) return answer({ typed: undefined, errors: {}, refusal: submitted.refusal }, 409)
  return redirectWithNotice(paths.supply.listing(step.changeId), 'listingSubmitted')
}

const REVISION = /^[1-9][0-9]{0,8}$/

async function move(fields: FormData, { intent, manager, changeId, now }: ListingStep & { intent: Intent }) {
  const revision = String(fields.get('revision') ?? '')
  if (!REVISION.test(revision)) throw badRequest()
  const { db } = getRuntime()
  const step = { manager, changeId, revision: Number(revision), now }
  if (intent === 'copy') {
    const copied = await copyListing(db, { manager, changeId: newId<ListingChangeId>(), source: { changeId }, now })
    if (copied.ok) return redirect(paths.supply.listing(copied.value.changeId), 303)
    return answer({ typed: undefined, errors: {}, refusal: copied.refusal }, 409)
  }
  const taken = intent === 'withdraw' ? await withdrawListing(db, step) : await takeUpPublished(db, step)
  if (!taken.ok) return answer({ typed: undefined, errors: {}, refusal: taken.refusal }, 409)
  return redirectWithNotice(
    intent === 'withdraw' ? paths.supply.listings() : paths.supply.listing(changeId),
    intent === 'withdraw' ? 'listingWithdrawn' : 'listingRebased',
  )
}

/** A listing of another cooperative is none. */
function answer(body: ListingAnswer, status: number) {
  return data(body, { status: body.refusal?.kind === 'unknown' ? 404 : status })
}

/** One sentence for each field that is wrong. */
export function wordsOf(errors: Record<string, string[] | null> | null, language: Language): Record<string, string> {
  const words: Record<string, string> = listingMessages[language].errors
  return Object.fromEntries(
    Object.entries(errors ?? {}).map(([name, keys]) => [name, words[keys?.[0] ?? 'other'] ?? words.other ?? '']),
  )
}
