import { catalogTerms } from '#app/messages/catalog-terms.ts'
import { shopMessages } from '#app/messages/shop.ts'
import { useMessages } from '#app/ui/language.tsx'

/** Twelve months; those of the season filled and named for screen readers, the current one marked. */
export function SeasonCalendar({ months, currentMonth }: { months: readonly number[]; currentMonth: number }) {
  const terms = useMessages(catalogTerms)
  const t = useMessages(shopMessages).product
  return (
    <ol className="mt-2 grid max-w-md grid-cols-12 gap-1">
      {terms.monthInitials.map((initial, index) => {
        const month = index + 1
        const isIn = months.includes(month)
        return (
          <li
            key={terms.months[index]}
            aria-current={month === currentMonth ? 'date' : undefined}
            className={`rounded-[6px] border py-1.5 text-center text-xs aria-[current=date]:outline-2 aria-[current=date]:outline-offset-1 aria-[current=date]:outline-ink ${
              isIn ? 'border-huai bg-huai font-semibold text-paper' : 'border-line bg-card text-ink-3'
            }`}
          >
            <span aria-hidden="true">{initial}</span>
            <span className="sr-only">{t.seasonMonth(terms.months[index] ?? '', isIn)}</span>
          </li>
        )
      })}
    </ol>
  )
}
