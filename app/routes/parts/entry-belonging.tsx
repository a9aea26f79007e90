import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { lateFrom } from '#app/modules/closing/month.ts'
import type { EntryView } from '#app/modules/ledger/ledger-queries.server.ts'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

interface BelongingProps {
  entry: Pick<EntryView, 'occurredAt' | 'businessDate'>
  late: { year: number; because: 'booked_late' | 'refund' } | undefined
}

/** That an entry belongs to a month or a year before the one it stands in; nothing for every other entry. */
export function Belonging({ entry, late }: BelongingProps) {
  const t = useMessages(closingMessages).entry
  const month = lateFrom(entry)
  if (month === undefined && late === undefined) return null
  return (
    <div className="mt-4">
      <Notice tone="info">
        {month !== undefined && (
          <p>
            {t.belongs}{' '}
            <Link className="text-indigo underline" to={paths.finance.period(month)}>
              {t.lateFrom(month)}
            </Link>
          </p>
        )}
        {late !== undefined && (
          <p>
            {t.belongs}{' '}
            <Link className="text-indigo underline" to={paths.finance.year(late.year)}>
              {late.because === 'refund' ? t.refundYear(late.year) : t.lateYear(late.year)}
            </Link>
          </p>
        )}
      </Notice>
    </div>
  )
}
