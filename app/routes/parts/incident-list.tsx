import { Form, Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { incidentsMessages } from '#app/messages/incidents.ts'
import type { IncidentKind } from '#app/modules/payments/incident.ts'
import type { IncidentRow } from '#app/modules/payments/incident-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import type { IncidentQuery } from './incident-query.ts'
import { formatOrderNo } from './order-url.ts'

export interface IncidentCard extends IncidentRow {
  /** Whole days since it was noticed. */
  ageDays: number
}

/** Incidents as cards, each leading to its page. */
export function IncidentList({ incidents }: { incidents: readonly IncidentCard[] }) {
  const t = useMessages(incidentsMessages)
  const language = useLanguage()
  return (
    <ul className="mt-6 grid gap-3 lg:grid-cols-2">
      {incidents.map((incident) => (
        <li key={incident.incidentId}>
          <Link
            to={paths.finance.incident(incident.incidentId)}
            className="block h-full rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
          >
            <span className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="font-semibold">{t.kinds[incident.kind].name}</span>
              <span className="tabular-nums">{amountOf(incident)}</span>
            </span>
            <span className="block text-sm">
              {incident.owner ? (
                `${t.owner} ${incident.owner.name}`
              ) : incident.closedAt ? null : (
                <span className="text-shi">{t.nobody}</span>
              )}
            </span>
            <span className="mt-1 block text-sm text-ink-2 tabular-nums">
              {incident.orderNo && `${t.order(formatOrderNo(incident.orderNo))} · `}
              {formatInstant(incident.openedAt, language)}
              {!incident.closedAt && ` · ${t.age(incident.ageDays)}`}
            </span>
            {incident.resolution && <span className="mt-1 block break-words">{incident.resolution}</span>}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function amountOf({ detail: { amountFen } }: IncidentRow): string {
  return typeof amountFen === 'number' ? formatMoney(fen(amountFen)) : ''
}

interface IncidentFilterProps {
  query: IncidentQuery
  kinds: readonly { kind: IncidentKind; count: number }[]
}

/** Narrows the list by kind and owner; works without scripts. */
export function IncidentFilterForm({ query, kinds }: IncidentFilterProps) {
  const t = useMessages(incidentsMessages)
  const field = 'mt-1 block min-h-11 rounded-[10px] border border-line-strong bg-card px-3'
  const listed =
    query.kind && !kinds.some((one) => one.kind === query.kind) ? [...kinds, { kind: query.kind, count: 0 }] : kinds
  return (
    <Form method="get" className="mt-4 flex flex-wrap items-end gap-3 print:hidden">
      {query.isClosed && <input type="hidden" name="show" value="closed" />}
      <label className="text-sm">
        {t.filter.kind}
        <select name="kind" defaultValue={query.kind ?? ''} className={field}>
          <option value="">{t.filter.all}</option>
          {listed.map(({ kind, count }) => (
            <option key={kind} value={kind}>
              {t.kinds[kind].name}
              {query.isClosed ? '' : ` (${count})`}
            </option>
          ))}
        </select>
      </label>
      <label className="text-sm">
        {t.filter.owner}
        <select name="owner" defaultValue={query.owner ?? ''} className={field}>
          <option value="">{t.filter.anyone}</option>
          <option value="mine">{t.filter.mine}</option>
          <option value="none">{t.filter.none}</option>
        </select>
      </label>
      <button type="submit" className="min-h-11 rounded-[10px] border border-line-strong bg-sand px-4 font-semibold">
        {t.filter.apply}
      </button>
    </Form>
  )
}
