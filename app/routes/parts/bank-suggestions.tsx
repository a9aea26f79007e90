import { Form } from '@remix-run/react'
import { bankMessages } from '#app/messages/bank.ts'
import type { OpenItem } from '#app/modules/bank/bank-link.ts'
import { formatMoney, formatYuan, negateFen } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import type { SuggestedMatch } from './bank-line-view.server.ts'

/** How a form names an item: its kind, its direction, and what it is. */
export function itemField({ kind, open, refId }: OpenItem): string {
  return `${kind}:${open > 0 ? 'in' : 'out'}:${refId}`
}

/** An amount without its sign, as people fill it in. */
export function plainYuan({ open }: OpenItem): string {
  return formatYuan(open > 0 ? open : negateFen(open))
}

/** What the line may be, the surest first; one button takes it. */
export function BankSuggestions({ requestId, suggestions }: { requestId: string; suggestions: SuggestedMatch[] }) {
  const t = useMessages(bankMessages)
  return (
    <section className="mt-8 print:hidden">
      <h2 className="font-serif text-xl font-bold">{t.suggestions}</h2>
      {suggestions.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.noSuggestions}</p>}
      <ul className="mt-3 grid gap-3">
        {suggestions.map((suggestion) => (
          <li
            key={suggestion.items.map(itemField).join(' ')}
            className="flex flex-wrap items-center justify-between gap-3 rounded-2xl border border-line bg-card p-4"
          >
            <div className="min-w-0">
              <p className="text-sm text-ink-2">{t.reasons[suggestion.reason]}</p>
              <ul>
                {suggestion.items.map((item) => (
                  <li key={itemField(item)} className="break-words">
                    {t.itemKinds[item.kind]} {item.name} · {item.party}{' '}
                    <span className="tabular-nums">{formatMoney(item.open)}</span>
                  </li>
                ))}
              </ul>
            </div>
            {suggestion.reason !== 'numberInPart' && (
              <Form method="post">
                <input type="hidden" name="intent" value="link" />
                <input type="hidden" name="requestId" value={requestId} />
                {suggestion.items.map((item, index) => (
                  <span key={itemField(item)}>
                    <input type="hidden" name={`items[${index}].key`} value={itemField(item)} />
                    <input type="hidden" name={`items[${index}].amount`} value={plainYuan(item)} />
                  </span>
                ))}
                <button
                  type="submit"
                  className="min-h-11 rounded-[10px] bg-jiao-fill px-4 font-semibold text-white hover:bg-jiao-deep"
                >
                  {t.take}
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
