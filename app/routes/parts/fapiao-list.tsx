import { Link } from '@remix-run/react'
import { fapiaoMessages } from '#app/messages/fapiao.ts'
import { FAPIAO_LISTS, type FapiaoList } from '#app/modules/fapiao/fapiao-lists.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import type { FapiaoOnPage } from './fapiao-words.ts'
import { formatOrderNo } from './order-url.ts'

interface FapiaoListProps {
  list: FapiaoList
  fapiao: readonly FapiaoOnPage[]
  /** The address of a list, and of one request. */
  toList: (list: FapiaoList) => string
  toCase: (fapiaoId: string) => string
}

/** Requests for invoices, for whoever keeps them. */
export function FapiaoRequests({ list, fapiao, toList, toCase }: FapiaoListProps) {
  const t = useMessages(fapiaoMessages)
  const language = useLanguage()
  return (
    <>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.keeperLead}</p>
      <nav aria-label={t.lists.label} className="mt-4 flex flex-wrap gap-2 print:hidden">
        {FAPIAO_LISTS.map((one) => (
          <Link
            key={one}
            to={toList(one)}
            aria-current={one === list ? 'page' : undefined}
            className="inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4 aria-[current=page]:bg-sand aria-[current=page]:font-semibold"
          >
            {t.lists[one]}
          </Link>
        ))}
      </nav>
      {fapiao.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.none[list]}</p>}
      <ul className="mt-3 grid gap-3">
        {fapiao.map((one) => (
          <li key={one.fapiaoId}>
            <Link
              to={toCase(one.fapiaoId)}
              className="block rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
            >
              <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-semibold break-words">{one.title}</span>
                <span className={one.needsRed ? 'text-jiao' : ''}>
                  {one.needsRed ? t.lists.needsRed : t.states[one.state]}
                </span>
              </span>
              <span className="block text-sm text-ink-2 tabular-nums">
                {formatOrderNo(one.orderNo)} · {inLanguage(one.cooperativeZh, one.cooperativeEn, language)} ·{' '}
                {formatMoney(one.amount ?? one.owed)} · {formatInstant(new Date(one.requestedAt), language)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
