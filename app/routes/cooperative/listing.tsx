import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, type ShouldRevalidateFunction, useActionData, useLoaderData } from '@remix-run/react'
import { useMemo } from 'react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { readOwnListing } from '#app/modules/catalog/listing-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { StaleFields } from '#app/routes/parts/listing-diff.tsx'
import { listingFields } from '#app/routes/parts/listing-fields.ts'
import { ListingFields } from '#app/routes/parts/listing-form.tsx'
import { readChangeId } from '#app/routes/parts/listing-params.server.ts'
import { ListingPhotoStrip } from '#app/routes/parts/listing-photo-strip.tsx'
import { ListingStateSeal } from '#app/routes/parts/listing-state.tsx'
import { takeListingStep } from '#app/routes/parts/listing-steps.server.ts'
import { readGoods } from '#app/routes/parts/listing-view.server.ts'
import { explainProblem, explainProposal } from '#app/routes/parts/listing-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { ErrorSummary } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

/** After a refusal the page must show what holds now, above all the revision. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, defaultShouldRevalidate }) =>
  formMethod === 'POST' || defaultShouldRevalidate

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const { language } = readPreferences(request)
  const { db } = getRuntime()
  const own = { cooperativeId, changeId: readChangeId(params), now: clock.now() }
  const [change, goods] = await Promise.all([readOwnListing(db, own), readGoods(db, language)])
  if (!change) throw notFound()
  const { notice, headers } = takeNotice(request)
  const t = listingMessages[language].edit
  const title = change.productId ? t.changeTitle(change.body.name.zh) : t.newTitle
  return data({ title, change, goods, notice }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const { language } = readPreferences(request)
  const step = { manager, changeId: readChangeId(params), language, now: clock.now() }
  return takeListingStep(await readFields(request), step)
}

export default function ListingPage() {
  const { title, change, notice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(listingMessages)
  const language = useLanguage()
  const isEditable = change.state === 'draft' || change.state === 'sent_back'
  return (
    <div className="max-w-[680px]">
      <Link to={paths.supply.listings()} className="inline-flex min-h-11 items-center text-indigo underline">
        {t.edit.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <p className="mt-1">
        <ListingStateSeal state={change.state} />
      </p>
      <SupplyNotice notice={answer ? undefined : notice} />
      {answer?.refusal && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explainProposal(answer.refusal, language)}
          </Notice>
        </div>
      )}
      {change.state === 'sent_back' && change.reason && (
        <div className="mt-4">
          <Notice tone="warning">{t.reason(change.reason)}</Notice>
        </div>
      )}
      <Stale />
      <ListingPhotoStrip
        changeId={change.changeId}
        revision={change.revision}
        photos={change.body.photos}
        isEditable={isEditable}
      />
      {isEditable ? <Editing /> : <Resting />}
    </div>
  )
}

const SECOND = 'min-h-12 rounded-[10px] border border-line-strong bg-card px-5 font-semibold'

function Editing() {
  const { change, goods } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(listingMessages)
  const errors = useMemo(() => answer?.errors ?? {}, [answer])
  const summary = useMemo(() => Object.entries(errors).map(([fieldId, text]) => ({ fieldId, text })), [errors])
  return (
    <>
      <Form method="post" key={answer?.typed ? 'typed' : change.revision} className="mt-8 grid gap-8">
        <ErrorSummary title={t.errors.title} errors={summary} />
        <input type="hidden" name="revision" value={change.revision} />
        <ListingFields
          typed={answer?.typed ?? listingFields(change.body, change.stockNote)}
          errors={errors}
          goods={goods.options}
          fixedCodes={change.published?.skus.map(({ code }) => code) ?? []}
        />
        <Problems />
        <div className="grid gap-3 sm:flex">
          <button
            type="submit"
            name="intent"
            value="submit"
            className="min-h-12 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
          >
            {t.edit.submit}
          </button>
          <button type="submit" name="intent" value="save" className={SECOND}>
            {t.edit.save}
          </button>
        </div>
      </Form>
      <OtherSteps />
    </>
  )
}

/** What still keeps it from the reviewer. */
function Problems() {
  const { change } = useLoaderData<typeof loader>()
  const t = useMessages(listingMessages).edit
  const language = useLanguage()
  if (change.problems.length === 0) return <Notice tone="done">{t.requiredNone}</Notice>
  return (
    <Notice tone="info">
      <p className="font-semibold">{t.required}</p>
      <ul className="mt-1 list-disc pl-5">
        {change.problems.map((problem) => {
          const words = explainProblem(problem, language)
          return <li key={words}>{words}</li>
        })}
      </ul>
    </Notice>
  )
}

function Resting() {
  const { change } = useLoaderData<typeof loader>()
  const t = useMessages(listingMessages).edit
  const words = { submitted: t.withReviewer, published: t.published, withdrawn: t.withdrawn }
  return (
    <>
      <p className="mt-6 rounded-2xl bg-sand p-4">{words[change.state as keyof typeof words]}</p>
      <OtherSteps />
    </>
  )
}

function OtherSteps() {
  const { change } = useLoaderData<typeof loader>()
  const t = useMessages(listingMessages)
  const isOpen = change.state !== 'published' && change.state !== 'withdrawn'
  return (
    <Form method="post" className="mt-8 grid gap-3 border-t border-line pt-4 sm:flex sm:flex-wrap sm:items-center">
      <input type="hidden" name="revision" value={change.revision} />
      <button type="submit" name="intent" value="copy" className={SECOND}>
        {t.copy}
      </button>
      {isOpen && (
        <>
          <button type="submit" name="intent" value="withdraw" className={SECOND}>
            {t.edit.withdraw}
          </button>
          <p className="text-sm text-ink-2">{t.edit.withdrawHint}</p>
        </>
      )}
    </Form>
  )
}

/** Both values, and the way to go on from what is published now. */
function Stale() {
  const { change, goods } = useLoaderData<typeof loader>()
  const t = useMessages(listingMessages).stale
  if (!change.conflicts) return null
  const isEditable = change.state === 'draft' || change.state === 'sent_back'
  return (
    <section className="mt-4">
      <Notice tone="warning">
        <h2 className="font-semibold">{t.title}</h2>
        <p>{t.text}</p>
        <StaleFields conflicts={change.conflicts} goods={goods.names} />
        {isEditable && (
          <Form method="post" className="mt-3">
            <input type="hidden" name="revision" value={change.revision} />
            <button type="submit" name="intent" value="takeUp" className={SECOND}>
              {t.takeUp}
            </button>
          </Form>
        )}
      </Notice>
    </section>
  )
}
