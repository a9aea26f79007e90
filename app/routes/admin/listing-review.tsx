import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { readListingForReview } from '#app/modules/catalog/listing-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { ListingDiff, StaleFields } from '#app/routes/parts/listing-diff.tsx'
import { typedValue } from '#app/routes/parts/listing-fields.ts'
import { readChangeId } from '#app/routes/parts/listing-params.server.ts'
import { ListingPhotoImage } from '#app/routes/parts/listing-photo-strip.tsx'
import { takeReviewStep } from '#app/routes/parts/listing-review.server.ts'
import { ListingStateSeal } from '#app/routes/parts/listing-state.tsx'
import { ListingTextsForm } from '#app/routes/parts/listing-texts-form.tsx'
import { readGoods } from '#app/routes/parts/listing-view.server.ts'
import { explainProblem, explainReview } from '#app/routes/parts/listing-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

/** After a refusal the page must show what holds now, above all the revision. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, defaultShouldRevalidate }) =>
  formMethod === 'POST' || defaultShouldRevalidate

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'catalog:manage')
  const { language } = readPreferences(request)
  const { db } = getRuntime()
  const [listing, goods] = await Promise.all([
    readListingForReview(db, { changeId: readChangeId(params), now: clock.now() }),
    readGoods(db, language),
  ])
  if (!listing) throw notFound()
  const { notice, headers } = takeNotice(request)
  return data({ title: listingMessages[language].review.title, listing, goods: goods.names, notice }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const reviewer = await requireActor(request, 'catalog:manage')
  const { language } = readPreferences(request)
  const step = { reviewer, changeId: readChangeId(params), language, now: clock.now() }
  return takeReviewStep(await readFields(request), step)
}

export default function ListingReviewPage() {
  const { listing, goods, notice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(listingMessages)
  const language = useLanguage()
  return (
    <div className="max-w-3xl">
      <Link to={paths.admin.listings()} className="inline-flex min-h-11 items-center text-indigo underline">
        {t.review.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{listing.body.name.zh || t.unnamed}</h1>
      <p className="mt-1 flex flex-wrap items-center gap-x-3">
        <ListingStateSeal state={listing.state} />
        <span>{listing.productId ? t.review.isChange : t.review.isNew}</span>
      </p>
      <p className="mt-1 text-sm text-ink-2">
        {t.review.proposer(listing.proposer, listing.cooperative[language])}
        {listing.submittedAt && ` · ${formatInstant(listing.submittedAt, language)}`}
      </p>
      <p className="text-sm text-ink-2">{t.review.origin(listing.county[language])}</p>
      <SupplyNotice notice={answer ? undefined : notice} />
      {answer?.refusal && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explainReview(answer.refusal, language)}
          </Notice>
        </div>
      )}
      <Warnings />
      <Photos />
      {listing.stockNote && (
        <p className="mt-4">
          <b className="font-semibold">{t.review.stockNote}</b> {listing.stockNote}
        </p>
      )}
      <h2 className="mt-8 font-serif text-xl font-bold">{listing.published ? t.review.diff : t.review.diffNew}</h2>
      <ListingDiff changes={listing.changes} isNew={!listing.published} goods={goods} />
      {listing.state === 'submitted' ? (
        <Decision />
      ) : (
        <p className="mt-8 rounded-2xl bg-sand p-4">{t.review.decided}</p>
      )}
    </div>
  )
}

function Warnings() {
  const { listing, goods } = useLoaderData<typeof loader>()
  const t = useMessages(listingMessages)
  const language = useLanguage()
  if (!listing.conflicts && listing.problems.length === 0) return null
  return (
    <div className="mt-4 grid gap-3">
      {listing.conflicts && (
        <Notice tone="warning">
          <h2 className="font-semibold">{t.stale.title}</h2>
          <p>{t.stale.reviewer}</p>
          <StaleFields conflicts={listing.conflicts} goods={goods} />
        </Notice>
      )}
      {listing.problems.length > 0 && (
        <Notice tone="warning">
          <ul className="list-disc pl-5">
            {listing.problems.map((problem) => {
              const words = explainProblem(problem, language)
              return <li key={words}>{words}</li>
            })}
          </ul>
        </Notice>
      )}
    </div>
  )
}

function Photos() {
  const { listing } = useLoaderData<typeof loader>()
  const t = useMessages(listingMessages)
  if (listing.body.photos.length === 0) return <p className="mt-4 text-ink-2">{t.photos.none}</p>
  return (
    <ul aria-label={t.review.photos} className="mt-4 grid grid-cols-2 gap-3 sm:grid-cols-3">
      {listing.body.photos.map((photo, index) => (
        <li key={photo.key}>
          <a href={paths.photo(`${photo.key}-1280`)}>
            <ListingPhotoImage photo={photo} fallback={t.photos.number(index + 1)} className="aspect-square w-full" />
          </a>
        </li>
      ))}
    </ul>
  )
}

/** Three forms of their own: a decision never sends along words that were only typed. */
function Decision() {
  const { listing } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(listingMessages).review
  const errors = answer?.errors ?? {}
  const typed = answer?.typed ?? {}
  return (
    <>
      <ListingTextsForm body={listing.body} revision={listing.revision} errors={errors} typed={typed} />
      <Form method="post" className="mt-8">
        <input type="hidden" name="revision" value={listing.revision} />
        <p className="text-sm text-ink-2">{t.englishLater}</p>
        <button
          type="submit"
          name="intent"
          value="publish"
          className="mt-2 min-h-12 w-full rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep sm:w-auto"
        >
          {t.publish}
        </button>
      </Form>
      <Form method="post" className="mt-8 grid gap-3 border-t border-line pt-4">
        <input type="hidden" name="revision" value={listing.revision} />
        <Field label={t.reason} name="reason" hint={t.reasonHint} error={errors.reason}>
          {(control) => <textarea {...control} rows={3} maxLength={500} defaultValue={typedValue(typed, 'reason')} />}
        </Field>
        <button
          type="submit"
          name="intent"
          value="sendBack"
          className="min-h-12 rounded-[10px] border border-line-strong bg-card px-5 font-semibold sm:w-fit"
        >
          {t.sendBack}
        </button>
      </Form>
    </>
  )
}
