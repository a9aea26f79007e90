import type { ReactNode } from 'react'
import { purchasesMessages } from '#app/messages/purchases.ts'
import type { Parties } from '#app/modules/external/parties.ts'
import { EXTERNAL_CHANNELS, type PurchaseFacts } from '#app/modules/external/purchase.ts'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatYuan } from '#app/shared/money.ts'
import { ErrorSummary, Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import type { PurchaseAnswer } from './purchase-steps.server.ts'
import { channelName, fundName } from './purchase-words.ts'
import { BOX } from './refund-controls.tsx'
import { typedIn } from './refund-form.ts'

interface PurchaseFieldsProps {
  parties: Parties
  answer: PurchaseAnswer | undefined
  /** What stands now, for a correction. */
  before?: PurchaseFacts
}

type Name = keyof PurchaseFacts

/** The fields of a purchase, in four parts that each have a heading. */
export function PurchaseFields(props: PurchaseFieldsProps) {
  const t = useMessages(purchasesMessages)
  const language = useLanguage()
  const { text, choice } = useControls(props)
  const { counties, cooperatives, units, categories } = props.parties
  const named = (one: { nameZh: string; nameEn: string }) => inLanguage(one.nameZh, one.nameEn, language)
  return (
    <>
      <Problems {...props} />
      <Part title={t.form.what}>
        {choice(
          'channel',
          EXTERNAL_CHANNELS.map((one) => [one, channelName(one, language)]),
          t.form.choose,
        )}
        {text('externalNo', { hint: t.form.externalNoHint, maxLength: 80 })}
        {text('lineNo', { inputMode: 'numeric', maxLength: 4 })}
        {choice(
          'countyId',
          counties.map((one) => [one.countyId, named(one)]),
          t.form.choose,
        )}
        {choice(
          'cooperativeId',
          cooperatives.map((one) => [one.cooperativeId, named(one)]),
          t.form.noCooperative,
        )}
        {text('supplierName', { hint: t.form.supplierHint, maxLength: 120 })}
        {text('supplierCreditCode', { maxLength: 40 })}
        {text('product', { maxLength: 200 })}
        {choice(
          'category',
          categories.map((one) => [one.nameZh, named(one)]),
          t.form.noCategory,
        )}
        {text('spec', { maxLength: 120 })}
        {text('quantity', { maxLength: 40 })}
        {text('unit', { maxLength: 20 })}
        {text('event', { hint: t.form.eventHint, maxLength: 80 })}
      </Part>
      <Part title={t.form.amounts}>
        {text('amount', { inputMode: 'decimal', maxLength: 20 })}
        {text('refund', { inputMode: 'decimal', maxLength: 20 })}
        {choice(
          'fundType',
          FUND_TYPES.map((one) => [one, fundName(one, language)]),
          t.form.choose,
        )}
        {choice(
          'orgUnitId',
          units.filter((one) => one.isActive).map((one) => [one.orgUnitId, named(one)]),
          t.form.noUnit,
        )}
      </Part>
      <Part title={t.form.days} lead={t.form.lead}>
        {text('orderedOn', { type: 'date' })}
        {text('acceptedOn', { type: 'date' })}
        {text('paidOn', { type: 'date' })}
        {text('reviewedOn', { type: 'date' })}
      </Part>
      <Part title={t.form.papers}>
        {text('invoiceNo', { maxLength: 80 })}
        {text('paymentRef', { maxLength: 80 })}
        {text('agreementNo', { maxLength: 80 })}
        {text('note', { maxLength: 300 })}
      </Part>
    </>
  )
}

function Part({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <fieldset className={`${BOX} mt-4`}>
      <legend className="px-1 font-serif text-lg font-bold">{title}</legend>
      {lead && <p className="text-sm text-ink-2">{lead}</p>}
      <div className="mt-2 grid items-end gap-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  )
}

function useControls({ answer, before }: PurchaseFieldsProps) {
  const t = useMessages(purchasesMessages)
  const shownOf = (name: Name) => (answer ? typedIn(answer.reply, name) : shownBefore(name, before))
  const errorOf = (name: Name) => errorIn(name, answer, t)
  const common = (name: Name) => ({ name, label: t.fields[name], error: errorOf(name) })
  return {
    text: (name: Name, input: Omit<Parameters<typeof Field>[0], 'label' | 'name'> = {}) => (
      <Field {...common(name)} {...input} defaultValue={shownOf(name)} />
    ),
    choice: (name: Name, options: readonly (readonly [string, string])[], none: string) => (
      <Field {...common(name)}>
        {(control) => (
          <select {...control} defaultValue={shownOf(name) ?? ''}>
            <option value="">{none}</option>
            {withCurrent(options, shownOf(name)).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
    ),
  }
}

/** What stands now can be chosen, also when it is no choice any more. */
function withCurrent(options: readonly (readonly [string, string])[], current: string | undefined) {
  const isKnown = !current || options.some(([value]) => value === current)
  return isKnown ? options : [...options, [current, current] as const]
}

function shownBefore(name: Name, before: PurchaseFacts | undefined): string | undefined {
  if (!before) return name === 'lineNo' ? '1' : undefined
  if (name === 'amount' || name === 'refund') return formatYuan(before[name])
  return before[name] === null ? undefined : String(before[name])
}

function errorIn(
  name: Name,
  answer: PurchaseAnswer | undefined,
  t: (typeof purchasesMessages)['zh'],
): string | undefined {
  const key = answer?.reply.error?.[name]?.[0]
  if (key !== undefined) return t.errors[key] ?? t.errors.unknown
  const problem = answer?.problems.find(({ field }) => field === name)?.problem
  return problem && t.problems[problem]
}

function Problems({ answer }: PurchaseFieldsProps) {
  const t = useMessages(purchasesMessages)
  const names = [
    ...Object.keys(answer?.reply.error ?? {}),
    ...(answer?.problems ?? []).map(({ field }) => field as string),
  ] as Name[]
  const errors = [...new Set(names)].flatMap((name) => {
    const label = t.fields[name]
    const words = errorIn(name, answer, t)
    return label && words ? [{ fieldId: name, text: t.form.named(label, words) }] : []
  })
  return <ErrorSummary title={t.form.summary} errors={errors} />
}
