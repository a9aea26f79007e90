import { Form, Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { attainmentMessages } from '#app/messages/attainment.ts'
import { progressMessages } from '#app/messages/progress.ts'
import { FUND_TYPES, PURCHASE_CHANNELS } from '#app/modules/ledger/accounts.ts'
import { AMOUNTS, DIMENSIONS, type Dimension, MEASURES, type PivotQuery } from '#app/modules/progress/attainment.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { filterFields, formatPivotQuery, NO_UNIT_FIELD } from './attainment-query.ts'
import { type AttainmentWords, wordOfKey } from './attainment-words.ts'
import { LINK } from './refund-controls.tsx'

interface ControlsProps {
  query: PivotQuery
  years: readonly number[]
  names: AttainmentWords['names']
}

type Option = readonly [value: string, word: string]

/** Which figure is shown, divided by what, and of which part: a plain form whose address can be kept. */
export function AttainmentControls({ query, years, names }: ControlsProps) {
  const t = useMessages(attainmentMessages)
  const { controls } = t
  const words = useWords(names)
  const chosen = new Map(filterFields(query.filter))
  const dimensions = DIMENSIONS.map((one): Option => [one, t.dimensions[one]])
  return (
    <Form
      method="get"
      action={paths.finance.attainment()}
      // Choices that came by a link are shown, not those of the page before.
      key={formatPivotQuery(query)}
      className="mt-6 rounded-2xl border border-line bg-card p-4 print:hidden"
    >
      <fieldset>
        <legend className="font-semibold">{controls.title}</legend>
        <div className="mt-2 grid grid-cols-2 gap-3 lg:grid-cols-5">
          <Choice
            name="year"
            word={controls.year}
            value={String(query.year)}
            options={years.map((year) => [String(year), String(year)])}
          />
          <Choice
            name="amount"
            word={controls.amount}
            value={query.amount}
            options={AMOUNTS.map((one) => [one, t.amounts[one]])}
          />
          <Choice
            name="measure"
            word={controls.measure}
            value={query.measure}
            options={MEASURES.map((one) => [one, t.measures[one]])}
          />
          <Choice name="rows" word={controls.rows} value={query.rows} options={dimensions} />
          <Choice
            name="columns"
            word={controls.columns}
            value={query.columns ?? 'none'}
            options={[...dimensions, ['none', controls.noColumns]]}
          />
        </div>
      </fieldset>
      <fieldset className="mt-4">
        <legend className="font-semibold">{controls.filters}</legend>
        <div className="mt-2 grid grid-cols-2 gap-3 lg:grid-cols-5">
          {DIMENSIONS.map((one) => (
            <Choice
              key={one}
              name={one}
              word={t.dimensions[one]}
              value={chosen.get(one) ?? ''}
              options={[['', controls.all], ...optionsOf(one, words)]}
            />
          ))}
        </div>
      </fieldset>
      <div className="mt-4 flex flex-wrap items-center gap-4">
        <button type="submit" className="min-h-11 rounded-[10px] border border-line-strong bg-sand px-6 font-semibold">
          {controls.submit}
        </button>
        {chosen.size > 0 && (
          <Link className={LINK} to={paths.finance.attainment(formatPivotQuery({ ...query, filter: {} }))}>
            {controls.clear}
          </Link>
        )}
      </div>
    </Form>
  )
}

/** What turns keys into words on a page. */
export function useWords(names: AttainmentWords['names']): AttainmentWords {
  const [t, progress, language] = [useMessages(attainmentMessages), useMessages(progressMessages), useLanguage()]
  return { t, progress, language, names }
}

function optionsOf(dimension: Dimension, words: AttainmentWords): Option[] {
  return keysToChoose(dimension, words).map((key) => [key, wordOfKey(dimension, key, words)])
}

function keysToChoose(dimension: Dimension, { names }: AttainmentWords): string[] {
  switch (dimension) {
    case 'county':
      return names.counties.map((county) => county.key)
    case 'channel':
      return [...PURCHASE_CHANNELS]
    case 'fund':
      return [...FUND_TYPES, 'direct']
    case 'month':
      return Array.from({ length: 12 }, (_, index) => String(index + 1))
    case 'unit':
      return [...names.units.map((unit) => unit.key), NO_UNIT_FIELD]
  }
}

const CONTROL = 'mt-1 min-h-11 w-full rounded-[10px] border border-line-strong bg-card px-2'

interface ChoiceProps {
  name: string
  word: string
  value: string
  options: readonly Option[]
}

function Choice({ name, word, value, options }: ChoiceProps) {
  return (
    <label className="block min-w-0 text-sm">
      {word}
      <select name={name} defaultValue={value} className={CONTROL}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
