import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { listingMessages } from '#app/messages/listings.ts'
import { type ChangeSummary, listOwnListings, type OwnProduct } from '#app/modules/catalog/listing-queries.server.ts'
import { copyListing, proposeChange, startListing } from '#app/modules/catalog/propose-listing.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { ListingStateSeal } from '#app/routes/parts/listing-state.tsx'
import { explainProposal } from '#app/routes/parts/listing-words.ts'
import { Picture } from '#app/routes/parts/product-picture.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import type { ListingChangeId, ProductId } from '#app/shared/ids.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const listings = await listOwnListings(getRuntime().db, cooperativeId)
  const { notice, headers } = takeNotice(request)
  const title = listingMessages[readPreferences(request).language].title
  return data({ title, notice, ...listings, requestId: newId() }, { headers })
}

const startSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('start'), requestId: z.uuid() }),
  z.object({ intent: z.literal('change'), requestId: z.uuid(), productId: z.uuid() }),
  z.object({ intent: z.literal('copy'), requestId: z.uuid(), productId: z.uuid() }),
])

export async function action({ request }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const submission = await parseForm(request, startSchema)
  if (submission.status !== 'success') throw badRequest()
  const begun = await begin(submission.value, { manager, now: clock.now() })
  if (begun.ok) return redirect(paths.supply.listing(begun.value.changeId), 303)
  return data({ refusal: begun.refusal }, { status: 404 })
}

function begin(
  form: z.output<typeof startSchema>,
  by: { manager: Awaited<ReturnType<typeof requireManager>>; now: Date },
) {
  const { db } = getRuntime()
  const start = { ...by, changeId: form.requestId as ListingChangeId }
  switch (form.intent) {
    case 'start':
      return startListing(db, start)
    case 'change':
      return proposeChange(db, { ...start, productId: form.productId as ProductId })
    case 'copy':
      return copyListing(db, { ...start, source: { productId: form.productId as ProductId } })
  }
}

export default function ListingsPage() {
  const { products, changes, notice, requestId } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(listingMessages)
  const language = useLanguage()
  return (
    <div className="max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 text-ink-2">{t.lead}</p>
      <SupplyNotice notice={answer ? undefined : notice} />
      {answer && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explainProposal(answer.refusal, language)}
          </Notice>
        </div>
      )}
      <Form method="post" className="mt-4">
        <input type="hidden" name="requestId" value={requestId} />
        <button
          type="submit"
          name="intent"
          value="start"
          className="min-h-12 w-full rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep sm:w-auto"
        >
          {t.start}
        </button>
      </Form>
      {products.length + changes.length === 0 && <p className="mt-6 rounded-2xl bg-sand p-6">{t.empty}</p>}
      <Changes changes={changes} />
      <Products products={products} />
    </div>
  )
}

function Changes({ changes }: { changes: ChangeSummary[] }) {
  const t = useMessages(listingMessages)
  const language = useLanguage()
  if (changes.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.open}</h2>
      <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {changes.map((change) => (
          <li key={change.changeId} className="py-2">
            <Link to={paths.supply.listing(change.changeId)} className="flex min-h-11 flex-wrap items-center gap-x-3">
              <span className="font-semibold text-indigo underline">{change.name.zh || t.unnamed}</span>
              <ListingStateSeal state={change.state} />
            </Link>
            {change.state === 'sent_back' && change.reason && <p className="text-sm">{t.reason(change.reason)}</p>}
            <p className="text-sm text-ink-2">{t.updatedAt(formatInstant(change.updatedAt, language))}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Products({ products }: { products: OwnProduct[] }) {
  const t = useMessages(listingMessages)
  const language = useLanguage()
  if (products.length === 0) return null
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.onSale}</h2>
      <ul className="mt-3 grid gap-3">
        {products.map((product) => (
          <li key={product.productId} className="flex gap-3 rounded-2xl border border-line bg-card p-3">
            <Picture
              photo={product.photoKey === undefined ? undefined : { key: product.photoKey }}
              drawing={{ kind: product.pictureKind, seed: product.slug }}
              alt=""
              sizes="5rem"
              className="size-20 shrink-0 rounded-[10px] bg-sand object-cover"
            />
            <div className="min-w-0 flex-1">
              <h3 className="font-semibold">{product.name[language]}</h3>
              <p className="text-sm text-ink-2 tabular-nums">
                {product.price === undefined ? t.noPrice : formatMoney(product.price)}
              </p>
              <ProductSteps product={product} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

const STEP = 'inline-flex min-h-11 items-center text-indigo underline'

function ProductSteps({ product: { productId, slug, open } }: { product: OwnProduct }) {
  const t = useMessages(listingMessages)
  const { requestId } = useLoaderData<typeof loader>()
  return (
    <div className="flex flex-wrap items-center gap-x-4">
      {open ? (
        <Link to={paths.supply.listing(open.changeId)} className={STEP}>
          {t.continueChange}
        </Link>
      ) : (
        <Form method="post">
          <input type="hidden" name="requestId" value={requestId} />
          <input type="hidden" name="productId" value={productId} />
          <button type="submit" name="intent" value="change" className={STEP}>
            {t.change}
          </button>
        </Form>
      )}
      <Form method="post">
        <input type="hidden" name="requestId" value={requestId} />
        <input type="hidden" name="productId" value={productId} />
        <button type="submit" name="intent" value="copy" className={STEP}>
          {t.copy}
        </button>
      </Form>
      <a href={paths.product(slug)} className={STEP}>
        {t.see}
      </a>
    </div>
  )
}
