import { stockMessages } from '#app/messages/stock.ts'
import { type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import { formatDate } from '#app/shared/display-time.ts'
import { Icon } from '#app/ui/icon.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

/** Says that something is sold before it is there, and the day promised. */
export function PresaleNote({ readyOn, closesOn }: { readyOn: BusinessDate; closesOn?: BusinessDate | undefined }) {
  const { note } = useMessages(stockMessages)
  const language = useLanguage()
  const day = (date: BusinessDate) => formatDate(startOfBusinessDate(date), language)
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 rounded-[10px] border border-mai bg-mai-soft px-2 py-1 text-sm text-ink">
      <Icon name="clock" className="size-5 text-mai-deep" />
      <span>{note.presale(day(readyOn))}</span>
      {closesOn && <span className="text-ink-2">{note.presaleUntil(day(closesOn))}</span>}
    </span>
  )
}

/** Says that a cooperative sells nothing, and until when. */
export function ClosedNote({ until }: { until: BusinessDate }) {
  const { note } = useMessages(stockMessages)
  const language = useLanguage()
  return (
    <p className="flex gap-2 rounded-r-[10px] border-l-4 border-mai bg-mai-soft p-3">
      <Icon name="clock" className="size-6 text-mai-deep" />
      <span>{note.closed(formatDate(startOfBusinessDate(until), language))}</span>
    </p>
  )
}
