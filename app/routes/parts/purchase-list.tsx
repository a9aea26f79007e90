import { Form, Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import type { Parties } from '#app/modules/external/parties.ts'
import { EXTERNAL_CHANNELS, PURCHASE_STATES } from '#app/modules/external/purchase.ts'
import type { PurchaseLine, PurchaseSums } from '#app/modules/external/purchase-list.server.ts'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import type { PurchaseQuery } from './purchase-query.ts'
import { channelName, fundName } from './purchase-words.ts'
import { BOX, SECONDARY } from './refund-controls.tsx'

type Choices = readonly (readonly [value: string, words: string])[]

/** What part of the purchases is looked at; the address keeps it. */
export function PurchaseFilterForm({ query, parties }: { query: PurchaseQuery; parties: Parties }) {
  const t = useMessages(purchasesMessages)
  const language = useLanguage()
  const choices: [name: string, label: string, chosen: string | undefined, options: Choices][] = [
    ['channel', t.fields.channel, query.channel, EXTERNAL_CHANNELS.map((one) => [one, channelName(one, language)])],
    [
      'county',
      t.fields.countyId,
      query.countyId,
      parties.counties.map((one) => [one.countyId, inLanguage(one.nameZh, one.nameEn, language)]),
    ],
    ['fund', t.fields.fundType, query.fundType, FUND_TYPES.map((one) => [one, fundName(one, language)])],
    ['state', t.fields.state, query.state, PURCHASE_STATES.map((one) => [one, t.states[one]])],
  ]
  return (
    <Form method="get" className={`${BOX} mt-4 grid items-end gap-3 sm:grid-cols-3 print:hidden`}>
      {choices.map(([name, label, chosen, options]) => (
        <Field key={name} name={name} label={label}>
          {(control) => (
            <select {...control} defaultValue={chosen ?? ''}>
              <option value="">{t.all}</option>
              {options.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
      <Field name="month" label={t.month} type="month" defaultValue={query.month} />
      <Field name="no" label={t.fields.externalNo} maxLength={80} defaultValue={query.externalNo} />
      <button type="submit" className={`${SECONDARY} sm:justify-self-start`}>
        {t.filter}
      </button>
    </Form>
  )
}

/** Sums of everything the filter lets through, whatever page is shown. */
export function PurchaseSumsBar({ sums }: { sums: PurchaseSums }) {
  const t = useMessages(purchasesMessages)
  const figures: [string, string][] = [
    [t.sums.count, String(sums.count)],
    [t.sums.amount, formatMoney(sums.amount)],
    [t.sums.refund, formatMoney(sums.refund)],
    [t.sums.counted, formatMoney(sums.counted)],
  ]
  return (
    <dl aria-label={t.sumsLabel} className="mt-4 grid grid-cols-2 gap-3 sm:grid-cols-4">
      {figures.map(([name, figure]) => (
        <div key={name} className={BOX}>
          <dt className="text-sm text-ink-2">{name}</dt>
          <dd className="font-semibold break-all tabular-nums max-sm:text-sm sm:text-lg">{figure}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Purchases as cards that lead to their pages, the newest first. */
export function PurchaseLines({ lines }: { lines: readonly PurchaseLine[] }) {
  const t = useMessages(purchasesMessages)
  const language = useLanguage()
  if (lines.length === 0) return <p className="mt-6 rounded-2xl bg-sand p-4">{t.none}</p>
  return (
    <ul aria-label={t.listLabel} className="mt-6 divide-y divide-line rounded-2xl border border-line bg-card">
      {lines.map((line) => (
        <li key={line.purchaseId}>
          <Link to={paths.finance.purchase(line.purchaseId)} className="block px-4 py-3 hover:bg-sand">
            <span className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="min-w-0 font-semibold break-words">
                {[line.supplierName, line.product].filter(Boolean).join(' · ') || line.externalNo}
              </span>
              <span
                className={`tabular-nums ${line.state === 'reversed' ? 'text-ink-2 line-through' : 'font-semibold'}`}
              >
                {formatMoney(line.amount)}
              </span>
            </span>
            <span className="flex flex-wrap gap-x-3 text-sm text-ink-2">
              <span className="tabular-nums">{line.orderedOn}</span>
              <span>{channelName(line.channel, language)}</span>
              <span>{inLanguage(line.countyZh, line.countyEn, language)}</span>
              <span>{fundName(line.fundType, language)}</span>
              <span className="break-all tabular-nums">
                {line.externalNo}
                {line.lineNo > 1 && `-${line.lineNo}`}
              </span>
            </span>
            <span className="flex flex-wrap gap-x-3 text-sm">
              <span>{t.states[line.state]}</span>
              {line.isCounted && <span className="text-huai">{t.counted}</span>}
              {line.isLinked && <span className="text-indigo">{t.linked}</span>}
              {line.refund > 0 && (
                <span className="tabular-nums">
                  {t.fields.refund} {formatMoney(line.refund)}
                </span>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
