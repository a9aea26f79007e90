import { Form } from '@remix-run/react'
import { bankMessages } from '#app/messages/bank.ts'
import type { OpenItem } from '#app/modules/bank/bank-link.ts'
import type { BankLine } from '#app/modules/bank/bank-queries.server.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'
import type { BankLineView } from './bank-line-view.server.ts'
import { itemField, plainYuan } from './bank-suggestions.tsx'
import { SupplyFold } from './supply-fold.tsx'

interface BankMatchFormProps {
  requestId: string
  line: BankLine
  items: BankLineView['items']
  otherLines: readonly BankLine[]
}

/** Chooses by hand what a line is: several items, in part, with a fee, and a rest to be claimed. */
export function BankMatchForm({ requestId, line, items, otherLines }: BankMatchFormProps) {
  const t = useMessages(bankMessages)
  return (
    <SupplyFold title={t.choose} isOpen={false}>
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="intent" value="link" />
        <input type="hidden" name="requestId" value={requestId} />
        <p className="text-sm text-ink-2">{t.chooseHint}</p>
        {items.shown.length === 0 && <p className="rounded-2xl bg-sand p-4">{t.noItems}</p>}
        <ul className="grid gap-2">
          {items.shown.map((item, index) => (
            <Choice key={itemField(item)} item={item} index={index} />
          ))}
        </ul>
        {items.count > items.shown.length && <p className="text-sm text-ink-2">{t.moreItems(items.shown.length)}</p>}
        {otherLines.length > 0 && <OtherLines lines={otherLines} />}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t.fee} name="fee" inputMode="decimal" maxLength={20} />
          <Field label={t.interest} name="interest" inputMode="decimal" maxLength={20} />
        </div>
        <label className="flex min-h-11 items-center gap-2">
          <input type="checkbox" name="keepsRest" className="size-5 accent-jiao" />
          <span>
            {t.keepRest} <span className="block text-sm text-ink-2">{t.keepRestHint}</span>
          </span>
        </label>
        <Field label={t.note} name="note" maxLength={300} />
        <button
          type="submit"
          className="min-h-12 rounded-[10px] border border-line-strong bg-sand px-5 font-semibold sm:justify-self-start"
        >
          {t.link} · <span className="tabular-nums">{formatMoney(line.amount)}</span>
        </button>
      </Form>
    </SupplyFold>
  )
}

function Choice({ item, index }: { item: OpenItem; index: number }) {
  const t = useMessages(bankMessages)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 rounded-[10px] border border-line p-2">
      <label className="flex min-h-11 min-w-0 flex-1 items-center gap-2">
        <input
          type="checkbox"
          name={`items[${index}].key`}
          value={itemField(item)}
          className="size-5 shrink-0 accent-jiao"
        />
        <span className="min-w-0 break-words">
          {t.itemKinds[item.kind]} {item.name} · {item.party}
          <span className="block text-sm text-ink-2 tabular-nums">
            {item.day} · {t.openAmount(formatMoney(item.open))}
          </span>
        </span>
      </label>
      <label className="text-sm text-ink-2">
        {t.use}
        <input
          name={`items[${index}].amount`}
          inputMode="decimal"
          maxLength={20}
          defaultValue={plainYuan(item)}
          className="mt-1 block min-h-11 w-32 rounded-[10px] border border-line-strong bg-card px-3 text-right text-ink tabular-nums"
        />
      </label>
    </li>
  )
}

function OtherLines({ lines }: { lines: readonly BankLine[] }) {
  const t = useMessages(bankMessages)
  return (
    <fieldset>
      <legend className="font-semibold">{t.otherLines}</legend>
      {lines.map((line, index) => (
        <label key={line.bankLineId} className="flex min-h-11 items-center gap-2">
          <input type="checkbox" name={`lines[${index}]`} value={line.bankLineId} className="size-5 accent-jiao" />
          <span className="tabular-nums">
            {line.bookedOn} · {line.counterparty || t.noName} · {formatMoney(line.amount)}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
