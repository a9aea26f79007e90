import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { shopMessages } from '#app/messages/shop.ts'
import { clock } from '#app/platform/clock.server.ts'
import { ProductGrid } from '#app/routes/parts/product-card.tsx'
import { Certificates, Contribution, Facts, ReturnRule } from '#app/routes/parts/product-facts.tsx'
import { readProductPage } from '#app/routes/parts/product-page.server.ts'
import { Picture } from '#app/routes/parts/product-picture.tsx'
import { SeasonCalendar } from '#app/routes/parts/season-calendar.tsx'
import { SectionHeading } from '#app/routes/parts/section-heading.tsx'
import { SkuPicker } from '#app/routes/parts/sku-picker.tsx'
import { ClosedNote } from '#app/routes/parts/stock-notes.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'description', content: data?.product.summary },
  { property: 'og:title', content: data?.title },
  { property: 'og:type', content: 'product' },
]

export async function loader({ params, request }: LoaderFunctionArgs) {
  const { language } = readPreferences(request)
  const product = await readProductPage(params.slug ?? '', { language, now: clock.now() })
  if (!product) throw notFound()
  return { title: shopMessages[language].pageTitle(product.name), product }
}

export default function ProductPage() {
  const { product } = useLoaderData<typeof loader>()
  const words = useMessages(shopMessages)
  const t = words.product
  return (
    <article>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own JSON, in which nothing can end the element. */}
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: product.jsonLd }} />
      <Crumbs />
      <div className="mt-2 md:grid md:grid-cols-2 md:gap-8 lg:gap-12">
        <Pictures />
        <div className="min-w-0">
          <a href={paths.county(product.countyId)} className="mt-4 inline-flex min-h-11 items-center md:mt-0">
            <span className="seal">{product.county}</span>
          </a>
          <h1 className="font-serif text-2xl font-bold text-balance">{product.name}</h1>
          <p className="mt-1 text-sm">
            <a
              className="inline-flex min-h-11 items-center text-indigo underline"
              href={paths.cooperative(product.cooperative.slug)}
            >
              {t.from(product.cooperative.name)}
            </a>
          </p>
          <p className="text-ink-2">{product.summary}</p>
          {product.closedUntil ? <ClosedNote until={product.closedUntil} /> : <BuyForm />}
          <ReturnRule rule={product.returnRule} />
        </div>
      </div>
      <div className="gap-x-12 lg:grid lg:grid-cols-2">
        <section>
          <SectionHeading title={t.facts} />
          <Facts product={product} />
        </section>
        <div>
          <section>
            <SectionHeading title={t.season} note={product.facts.season} />
            <SeasonCalendar months={product.seasonMonths} currentMonth={product.currentMonth} />
          </section>
          <section>
            <SectionHeading title={t.certificates} />
            <Certificates certificates={product.certificates} />
          </section>
          <Contribution amount={product.contribution} />
        </div>
      </div>
      {product.neighbours.length > 0 && (
        <section>
          <SectionHeading
            title={words.county.products(product.county)}
            link={{ to: paths.products(`county=${product.countyId}`), words: words.home.seeAll }}
          />
          <ProductGrid cards={product.neighbours} words={words.card} isFurtherDown />
        </section>
      )}
    </article>
  )
}

/** The first photograph large, the others below it, each leading to its largest size; a drawing where there are none. */
function Pictures() {
  const { product } = useLoaderData<typeof loader>()
  const t = useMessages(shopMessages).product
  const [first, ...others] = product.photos
  return (
    <figure className="md:sticky md:top-4 md:self-start">
      <Picture
        photo={first}
        drawing={{ kind: product.pictureKind, seed: product.slug }}
        alt={first?.alt || product.name}
        sizes="(min-width: 768px) 35rem, 26rem"
        isFirst
        className="mx-auto aspect-square w-full max-w-[26rem] bg-sand object-cover md:max-w-none arch"
      />
      {!first && <figcaption className="mt-2 text-center text-xs text-ink-3">{t.illustration}</figcaption>}
      {others.length > 0 && (
        <ul className="mt-3 flex flex-wrap justify-center gap-2">
          {others.map(({ key, alt }, index) => (
            <li key={key}>
              <a href={paths.photo(`${key}-1280`)}>
                <Picture
                  photo={{ key }}
                  drawing={{ kind: product.pictureKind, seed: product.slug }}
                  alt={alt || t.photoNumber(index + 2)}
                  sizes="5rem"
                  className="size-20 rounded-[10px] bg-sand object-cover"
                />
              </a>
            </li>
          ))}
        </ul>
      )}
    </figure>
  )
}

function Crumbs() {
  const { product } = useLoaderData<typeof loader>()
  const { product: t, list } = useMessages(shopMessages)
  const crumbs = [
    { to: paths.products(), name: list.title },
    { to: paths.products(`category=${product.category.id}`), name: product.category.name },
  ]
  return (
    <nav aria-label={t.crumbs} className="text-sm">
      <ol className="flex flex-wrap items-center">
        {crumbs.map(({ to, name }) => (
          <li key={to} className="flex items-center">
            <a href={to} className="inline-flex min-h-11 items-center text-indigo underline">
              {name}
            </a>
            <span aria-hidden="true" className="px-2 text-ink-3">
              /
            </span>
          </li>
        ))}
        <li aria-current="page" className="text-ink-2">
          {product.name}
        </li>
      </ol>
    </nav>
  )
}

/** Goes to the bag as a plain form; how many is said outright, so sending it twice is the same as once. */
function BuyForm() {
  const { product } = useLoaderData<typeof loader>()
  const words = useMessages(shopMessages)
  const t = words.product
  if (product.skus.every((sku) => sku.left <= 0))
    return (
      <p role="status" className="mt-4 border-l-4 border-mai bg-mai-soft p-3">
        {t.soldOutAll}
      </p>
    )
  const max = Math.max(...product.skus.map((sku) => sku.max))
  return (
    <form method="post" action={paths.cart()} className="mt-4 grid gap-4">
      <SkuPicker skus={product.skus} words={words} />
      <div className="flex items-end gap-3">
        <label className="shrink-0">
          <span className="block text-sm font-semibold">{t.quantity}</span>
          <input
            name="quantity"
            defaultValue="1"
            inputMode="numeric"
            pattern="[1-9][0-9]{0,2}"
            maxLength={3}
            required
            aria-describedby="quantity-hint"
            className="mt-1 min-h-12 w-20 rounded-[10px] border border-line-strong bg-card text-center text-lg tabular-nums"
          />
        </label>
        <button
          type="submit"
          className="min-h-12 flex-1 rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
        >
          {t.add}
        </button>
      </div>
      <p id="quantity-hint" className="text-sm text-ink-2">
        {t.quantityHint(max)} · {t.pickupNote} {t.counts}
      </p>
    </form>
  )
}
