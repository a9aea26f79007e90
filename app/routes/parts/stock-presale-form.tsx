import { getFormProps, type SubmissionResult, useForm } from '@conform-to/react'
import { Form } from '@remix-run/react'
import { stockMessages } from '#app/messages/stock.ts'
import type { Presale } from '#app/modules/stock/presale.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { explainStockField } from './stock-words.ts'
import { SUPPLY_SUBMIT, SupplyFold } from './supply-fold.tsx'

interface PresaleFormProps {
  presale: Presale | undefined
  soldBeyond: number
  reply: SubmissionResult<string[]> | undefined
  isOpen: boolean
}

/** Selling before the goods are there: days, promise and cap. */
export function StockPresaleForm({ presale, soldBeyond, reply, isOpen }: PresaleFormProps) {
  const t = useMessages(stockMessages)
  const { opensOn = '', closesOn = '', readyOn = '', cap = '' } = presale ?? {}
  const [form, fields] = useForm<Record<string, string>>({
    id: 'presale',
    lastResult: reply ?? null,
    defaultValue: { opensOn, closesOn, readyOn, cap: String(cap) },
  })
  const field = (name: string) => ({
    name,
    id: `presale-${name}`,
    defaultValue: fields[name]?.initialValue,
    error: explainStockField(fields[name]?.errors, t),
  })
  return (
    <SupplyFold title={t.presale.title} isOpen={isOpen}>
      <p className="mt-2 text-sm text-ink-2">{t.presale.hint}</p>
      {presale && (
        <p className="mt-2">
          {t.presale.state(opensOn, closesOn, readyOn)}
          <span className="block text-sm text-ink-2">{t.presale.capState(presale.cap, soldBeyond)}</span>
        </p>
      )}
      <Form method="post" {...getFormProps(form)} className="mt-3 grid gap-4">
        <input type="hidden" name="intent" value="presale" />
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label={t.presale.opens} type="date" required {...field('opensOn')} />
          <Field label={t.presale.closes} type="date" required {...field('closesOn')} />
          <Field label={t.presale.ready} type="date" required {...field('readyOn')} />
        </div>
        <Field label={t.presale.cap} inputMode="numeric" maxLength={6} required {...field('cap')} />
        <button type="submit" className={SUPPLY_SUBMIT}>
          {t.presale.submit}
        </button>
      </Form>
      {presale && (
        <Form method="post" className="mt-3">
          <button
            type="submit"
            name="intent"
            value="endPresale"
            className="min-h-11 rounded-[10px] border border-line-strong bg-card px-4"
          >
            {t.presale.end}
          </button>
        </Form>
      )}
    </SupplyFold>
  )
}
