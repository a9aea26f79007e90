import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { listingMessages } from '#app/messages/listings.ts'
import type { ListingPhoto } from '#app/modules/catalog/listing.ts'
import { readOwnListing } from '#app/modules/catalog/listing-queries.server.ts'
import { describePhoto, removeListingPhoto, showPhotoFirst } from '#app/modules/catalog/save-listing.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { readChangeId } from '#app/routes/parts/listing-params.server.ts'
import { ListingPhotoImage, PhotoUpload } from '#app/routes/parts/listing-photo-strip.tsx'
import { hangPhotos } from '#app/routes/parts/listing-photos.server.ts'
import type { ListingStep } from '#app/routes/parts/listing-steps.server.ts'
import { explainProposal } from '#app/routes/parts/listing-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { isPhotoKey } from '#app/shared/photo.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const own = { cooperativeId, changeId: readChangeId(params), now: clock.now() }
  const change = await readOwnListing(getRuntime().db, own)
  if (!change) throw notFound()
  const { notice, headers } = takeNotice(request)
  const title = listingMessages[readPreferences(request).language].photos.title
  const { changeId, revision, state, body } = change
  const isEditable = state === 'draft' || state === 'sent_back'
  return data({ title, notice, changeId, revision, isEditable, photos: body.photos }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const { language } = readPreferences(request)
  const step = { manager, changeId: readChangeId(params), language, now: clock.now() }
  const isUpload = request.headers.get('content-type')?.startsWith('multipart/')
  return isUpload ? hangPhotos(request, step) : arrange(request, step)
}

const key = z.string().refine(isPhotoKey)
const revision = z
  .string()
  .regex(/^[1-9][0-9]{0,8}$/)
  .transform(Number)
const arrangeSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('first'), key, revision }),
  z.object({ intent: z.literal('remove'), key, revision }),
  z.object({
    intent: z.literal('describe'),
    key,
    revision,
    alt: z
      .string()
      .trim()
      .max(60)
      .regex(/^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}]*$/u)
      .default(''),
  }),
])

async function arrange(request: Request, { language, ...step }: ListingStep) {
  const submission = await parseForm(request, arrangeSchema)
  if (submission.status !== 'success') throw badRequest()
  const arranged = await arrangeBy(submission.value, step)
  if (arranged.ok) return redirectWithNotice(paths.supply.listingPhotos(step.changeId), 'photosChanged')
  const status = arranged.refusal.kind === 'unknown' ? 404 : 409
  return data({ problems: [explainProposal(arranged.refusal, language)], hungCount: 0 }, { status })
}

function arrangeBy(form: z.output<typeof arrangeSchema>, step: Omit<ListingStep, 'language'>) {
  const { db } = getRuntime()
  const { key, revision } = form
  switch (form.intent) {
    case 'first':
      return showPhotoFirst(db, { ...step, key, revision })
    case 'remove':
      return removeListingPhoto(db, { ...step, key, revision })
    case 'describe':
      return describePhoto(db, { ...step, key, revision, zh: form.alt })
  }
}

export default function ListingPhotosPage() {
  const { title, notice, changeId, revision, photos, isEditable } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(listingMessages).photos
  return (
    <div className="max-w-[680px]">
      <Link to={paths.supply.listing(changeId)} className="inline-flex min-h-11 items-center text-indigo underline">
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <p className="mt-1 text-ink-2">{t.lead}</p>
      <SupplyNotice notice={answer ? undefined : notice} />
      {answer && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {answer.hungCount > 0 && <p>{t.somePut(answer.hungCount)}</p>}
            {answer.problems.map((problem) => (
              <p key={problem}>{problem}</p>
            ))}
          </Notice>
        </div>
      )}
      {isEditable && <PhotoUpload changeId={changeId} revision={revision} />}
      {photos.length === 0 && <p className="mt-4 rounded-2xl bg-sand p-4">{t.none}</p>}
      <ol className="mt-4 grid gap-4">
        {photos.map((photo, index) => (
          <PhotoCard key={photo.key} photo={photo} index={index} />
        ))}
      </ol>
    </div>
  )
}

const BUTTON = 'min-h-11 rounded-[10px] border border-line-strong bg-card px-4 font-semibold'

function PhotoCard({ photo, index }: { photo: ListingPhoto; index: number }) {
  const { revision, isEditable } = useLoaderData<typeof loader>()
  const t = useMessages(listingMessages).photos
  const number = t.number(index + 1)
  return (
    <li className="grid gap-3 rounded-2xl border border-line bg-card p-3">
      <h2 className="text-sm font-semibold">{number}</h2>
      <ListingPhotoImage photo={photo} fallback={number} className="aspect-square w-full max-w-80" />
      {isEditable ? (
        <Form method="post" className="grid gap-3">
          <input type="hidden" name="key" value={photo.key} />
          <input type="hidden" name="revision" value={revision} />
          <Field
            label={t.alt}
            hint={t.altHint}
            name="alt"
            id={`alt-${photo.key}`}
            defaultValue={photo.alt.zh}
            maxLength={60}
          />
          <div className="flex flex-wrap gap-3">
            <button type="submit" name="intent" value="describe" className={BUTTON}>
              {t.saveAlt}
            </button>
            {index > 0 && (
              <button
                type="submit"
                name="intent"
                value="first"
                className={BUTTON}
                aria-label={`${t.first} · ${number}`}
              >
                {t.first}
              </button>
            )}
            <button
              type="submit"
              name="intent"
              value="remove"
              className={BUTTON}
              aria-label={`${t.remove} · ${number}`}
            >
              {t.remove}
            </button>
          </div>
        </Form>
      ) : (
        <p>{photo.alt.zh}</p>
      )}
    </li>
  )
}
