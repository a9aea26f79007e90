import { data } from '@remix-run/node'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { readUpload } from '#app/http/uploads.server.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { addListingPhotos, mayAddPhotos } from '#app/modules/catalog/save-listing.server.ts'
import { storePhoto } from '#app/platform/photo.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { MAX_PHOTO_BYTES, type StoredPhoto } from '#app/shared/photo.ts'
import type { ListingStep } from './listing-steps.server.ts'
import { explainPhoto, explainProposal } from './listing-words.ts'

const LIMITS = { field: 'photos', maxFiles: 3, maxFileBytes: MAX_PHOTO_BYTES }
const REVISION = /^[1-9][0-9]{0,8}$/

/** Takes the photographs of a form and hangs up those that are any good; says of the others why not. */
export async function hangPhotos(request: Request, { language, ...step }: ListingStep) {
  const answer = (problems: string[], hungCount: number, status: number) =>
    data({ problems: [...new Set(problems)], hungCount }, { status })
  const upload = await readUpload(request, LIMITS)
  if (!upload.ok) return answer([explainPhoto(upload.refusal, language)], 0, 413)
  const { fields, files } = upload.value
  const revision = String(fields.get('revision') ?? '')
  if (!REVISION.test(revision)) throw badRequest()
  if (files.length === 0) return answer([listingMessages[language].photos.nothingChosen], 0, 422)
  const { db } = getRuntime()
  const asked = await mayAddPhotos(db, { ...step, revision: Number(revision) })
  if (!asked.ok) {
    if (asked.refusal.kind === 'unknown') throw notFound()
    return answer([explainProposal(asked.refusal, language)], 0, 409)
  }
  const { photos, problems } = await storeAll(files, language)
  if (photos.length > 0) {
    const hung = await addListingPhotos(db, { ...step, revision: Number(revision), photos })
    if (!hung.ok) return answer([explainProposal(hung.refusal, language)], 0, 409)
  }
  if (problems.length > 0) return answer(problems, photos.length, 422)
  return redirectWithNotice(paths.supply.listing(step.changeId), 'photosChanged')
}

async function storeAll(files: readonly Buffer[], language: ListingStep['language']) {
  const photos: StoredPhoto[] = []
  const problems: string[] = []
  for (const file of files) {
    const stored = await storePhoto(file)
    if (stored.ok) photos.push(stored.value)
    else problems.push(explainPhoto(stored.refusal, language))
  }
  return { photos, problems }
}
