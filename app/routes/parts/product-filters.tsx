import { paths } from '#app/http/paths.ts'
import { type ShopMessages, shopMessages } from '#app/messages/shop.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { listQueryString, type ProductListQuery, plainYuan, SORTS } from './product-list-query.ts'

interface Choice {
  id: string
  name: string
}

export interface FilterChoices {
  counties: Choice[]
  categories: Choice[]
  certificates: Choice[]
}

interface FilterProps {
  query: ProductListQuery
  choices: FilterChoices
}

const FIELD = 'mt-1 min-h-11 w-full rounded-[10px] border border-line-strong bg-card px-3'

/** All conditions of the list as one plain form: folded away on a phone until its box is ticked, beside the list on a desk. */
export function FilterForm({ query, choices }: FilterProps) {
  const t = useMessages(shopMessages).list
  const chosen = chosenFilters({ query, choices }, t).length
  return (
    <aside className="mb-4 rounded-2xl border border-line bg-card lg:mb-0 lg:self-start">
      <input type="checkbox" id="filters" className="peer sr-only lg:hidden" />
      <label
        htmlFor="filters"
        className="flex min-h-12 cursor-pointer items-center gap-2 rounded-2xl px-4 font-semibold peer-checked:rounded-b-none peer-focus-visible:outline-3 peer-focus-visible:outline-indigo lg:hidden"
      >
        {t.filter}
        {chosen > 0 && <span className="text-sm font-normal text-jiao">{t.filterCount(chosen)}</span>}
        <span aria-hidden="true" className="ml-auto">
          ⌄
        </span>
      </label>
      <div className="hidden border-t border-line p-4 peer-checked:block lg:block lg:border-0">
        <h2 className="mb-3 hidden font-serif text-lg font-bold lg:block">{t.sections}</h2>
        <Fields query={query} choices={choices} />
      </div>
    </aside>
  )
}

function Fields({ query, choices }: FilterProps) {
  const t = useMessages(shopMessages).list
  return (
    <form method="get" action={paths.products()} className="grid gap-4 text-sm">
      <Select name="county" label={t.county} all={t.all} choices={choices.counties} value={query.county} />
      <Select name="category" label={t.category} all={t.all} choices={choices.categories} value={query.category} />
      <Select
        name="certificate"
        label={t.certificate}
        all={t.all}
        choices={choices.certificates}
        value={query.certificate}
      />
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          name="season"
          value="now"
          defaultChecked={query.inSeason}
          className="size-5 accent-jiao"
        />
        {t.inSeasonNow}
      </label>
      <fieldset>
        <legend>{t.price}</legend>
        <div className="flex items-center gap-2">
          <PriceField
            name="min"
            label={t.minPrice}
            value={query.minPrice === undefined ? '' : plainYuan(query.minPrice)}
          />
          <span aria-hidden="true">–</span>
          <PriceField
            name="max"
            label={t.maxPrice}
            value={query.maxPrice === undefined ? '' : plainYuan(query.maxPrice)}
          />
        </div>
      </fieldset>
      <label>
        {t.sort}
        <select name="sort" defaultValue={query.sort} className={FIELD}>
          {SORTS.map((sort) => (
            <option key={sort} value={sort}>
              {t.sorts[sort]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="min-h-12 rounded-[10px] bg-jiao-fill px-5 font-semibold text-white">
        {t.apply}
      </button>
    </form>
  )
}

interface SelectProps {
  name: string
  label: string
  all: string
  choices: readonly Choice[]
  value: string | undefined
}

function Select({ name, label, all, choices, value }: SelectProps) {
  return (
    <label>
      {label}
      <select name={name} defaultValue={value ?? ''} className={FIELD}>
        <option value="">{all}</option>
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </select>
    </label>
  )
}

function PriceField({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <input
      name={name}
      aria-label={label}
      placeholder={label}
      defaultValue={value}
      inputMode="decimal"
      maxLength={12}
      className={FIELD}
    />
  )
}

interface ChosenFilter {
  name: string
  without: ProductListQuery
}

/** What narrows the list, each with the list that would be without it. */
function chosenFilters({ query, choices }: FilterProps, t: ShopMessages['list']): ChosenFilter[] {
  const nameOf = (list: readonly Choice[], id: string) => list.find((choice) => choice.id === id)?.name ?? id
  const first = { ...query, page: 1 }
  const chosen: ChosenFilter[] = []
  if (query.county)
    chosen.push({ name: nameOf(choices.counties, query.county), without: { ...first, county: undefined } })
  if (query.category)
    chosen.push({ name: nameOf(choices.categories, query.category), without: { ...first, category: undefined } })
  if (query.certificate)
    chosen.push({
      name: nameOf(choices.certificates, query.certificate),
      without: { ...first, certificate: undefined },
    })
  if (query.inSeason) chosen.push({ name: t.season, without: { ...first, inSeason: false } })
  if (query.minPrice !== undefined)
    chosen.push({ name: t.from(formatMoney(query.minPrice)), without: { ...first, minPrice: undefined } })
  if (query.maxPrice !== undefined)
    chosen.push({ name: t.upTo(formatMoney(query.maxPrice)), without: { ...first, maxPrice: undefined } })
  return chosen
}

/** The conditions in force, each to be taken away by one tap; says so when nothing fits them. */
export function ChosenFilters({ query, choices, isEmpty }: FilterProps & { isEmpty: boolean }) {
  const t = useMessages(shopMessages).list
  const chosen = chosenFilters({ query, choices }, t)
  return (
    <>
      {chosen.length > 0 && (
        <ul className="mt-2 flex flex-wrap gap-2">
          {chosen.map(({ name, without }) => (
            <li key={name}>
              <a
                href={paths.products(listQueryString(without))}
                aria-label={t.remove(name)}
                className="inline-flex min-h-11 items-center gap-2 rounded-full border border-jiao bg-jiao-soft px-4 text-sm text-jiao"
              >
                {name} <span aria-hidden="true">×</span>
              </a>
            </li>
          ))}
          <li>
            <a href={paths.products()} className="inline-flex min-h-11 items-center px-2 text-sm text-indigo underline">
              {t.clear}
            </a>
          </li>
        </ul>
      )}
      {isEmpty && (
        <div className="mt-6 rounded-2xl bg-sand p-8 text-center">
          <img
            src={paths.picture('empty', 'basket')}
            alt=""
            width="160"
            height="160"
            className="mx-auto size-32 arch object-cover"
          />
          <p className="mt-4">
            {chosen.length > 0 ? t.empty(chosen.map(({ name }) => name).join(' · ')) : t.emptyPlain}
          </p>
        </div>
      )}
    </>
  )
}
