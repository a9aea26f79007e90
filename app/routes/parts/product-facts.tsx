import { paths } from '#app/http/paths.ts'
import { catalogTerms } from '#app/messages/catalog-terms.ts'
import { shopMessages } from '#app/messages/shop.ts'
import type { CertificateKind, ReturnRule as Rule } from '#app/modules/catalog/product-draft.ts'
import { type Fen, formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import type { ProductPage } from './product-page.server.ts'

/** What a buyer asks before buying: from where, how much, how long, what is in it. */
export function Facts({ product }: { product: Pick<ProductPage, 'facts' | 'cooperative' | 'skus' | 'allergens'> }) {
  const t = useMessages(shopMessages).product
  const terms = useMessages(catalogTerms)
  const { facts, cooperative, skus, allergens } = product
  const rows: [string, React.ReactNode][] = [
    [t.origin, facts.origin],
    [
      t.cooperative,
      <a key="cooperative" className="text-indigo underline" href={paths.cooperative(cooperative.slug)}>
        {cooperative.name}
      </a>,
    ],
    [
      t.spec,
      skus.map(({ skuId, spec, content }) => (
        <span key={skuId} className="block">
          {spec} · {typeof content === 'string' ? t.weight(content) : t.volume(content)}
        </span>
      )),
    ],
    [t.shelfLife, facts.shelfLife],
    [t.storage, facts.storage],
    [
      t.allergens,
      allergens.length > 0 ? allergens.map((allergen) => terms.allergens[allergen]).join('、') : t.noAllergens,
    ],
  ]
  if (facts.batch)
    rows.push([t.batch, t.batchText(facts.batch.lotCode, facts.batch.harvestedOn, facts.batch.bestBeforeOn)])
  return (
    <dl className="divide-y divide-line rounded-2xl border border-line bg-card px-4">
      {rows.map(([name, value]) => (
        <div key={name} className="gap-4 py-3 sm:grid sm:grid-cols-[8rem_1fr]">
          <dt className="text-sm font-semibold">{name}</dt>
          <dd className="text-sm text-ink-2">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

interface CertificateOnPage {
  kind: CertificateKind
  number: string
  issuer: string
  expiresOn?: string | undefined
  isExpired: boolean
}

/** Each certificate with its number, who issued it and until when it is valid. */
export function Certificates({ certificates }: { certificates: readonly CertificateOnPage[] }) {
  const t = useMessages(shopMessages).product
  const { certificates: names } = useMessages(catalogTerms)
  if (certificates.length === 0) return <p className="text-sm text-ink-2">{t.noCertificates}</p>
  return (
    <ul className="grid gap-3">
      {certificates.map(({ kind, number, issuer, expiresOn, isExpired }) => (
        <li key={number} className="rounded-2xl border border-line bg-card p-4 text-sm">
          <b className="font-semibold">{names[kind]}</b>
          <span className="mt-1 block text-ink-2 [overflow-wrap:anywhere]">
            {t.certificateNumber} {number}
          </span>
          <span className="block text-ink-2">
            {t.certificateIssuer} {issuer}
          </span>
          <span className={`block ${isExpired ? 'font-semibold text-shi' : 'text-ink-2'}`}>
            {validity(expiresOn, isExpired, t)}
          </span>
        </li>
      ))}
    </ul>
  )
}

type ProductWords = (typeof shopMessages)['zh']['product']

function validity(expiresOn: string | undefined, isExpired: boolean, t: ProductWords): string {
  if (expiresOn === undefined) return t.certificateByBatch
  return isExpired ? t.certificateExpired(expiresOn) : t.certificateExpires(expiresOn)
}

/** Said before buying: what may be returned, and what is promised where it may not. */
export function ReturnRule({ rule }: { rule: Rule }) {
  const t = useMessages(shopMessages).product
  const { name, text } = useMessages(catalogTerms).returnRules[rule]
  return (
    <section className="mt-5 border-l-4 border-huai bg-huai-soft p-3 text-sm">
      <h2 className="font-semibold">{name}</h2>
      <p className="mt-1">{text}</p>
      <a href={paths.returnRules()} className="inline-flex min-h-11 items-center text-indigo underline">
        {t.returnLink}
      </a>
    </section>
  )
}

/** What this product has added to the college's task so far. */
export function Contribution({ amount }: { amount: Fen }) {
  const t = useMessages(shopMessages).product
  return (
    <section className="mt-10 rounded-2xl bg-sand p-5">
      <h2 className="font-serif text-lg font-bold">{t.contribution}</h2>
      <p data-testid="contribution" className="mt-1 tabular-nums">
        {amount > 0 ? t.contributionText(formatMoney(amount)) : t.contributionNone}
      </p>
      <a href={paths.progress()} className="inline-flex min-h-11 items-center text-indigo underline">
        {t.contributionLink}
      </a>
    </section>
  )
}
