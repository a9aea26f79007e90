import { Link } from '@remix-run/react'
import { closingMessages } from '#app/messages/closing.ts'
import { incidentsMessages } from '#app/messages/incidents.ts'
import type { IncidentRow } from '#app/modules/payments/incident-queries.server.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { placeOf } from './incident-place.ts'
import { Fact, Facts, LINK } from './refund-controls.tsx'

type About = Pick<IncidentRow, 'kind' | 'sourceId' | 'detail'>

/** What an incident keeps, each figure under its name: amounts as money, codes in words; and the document it is about. */
export function IncidentFigures({ incident }: { incident: About }) {
  const t = useMessages(incidentsMessages)
  return (
    <Facts>
      {Object.entries(incident.detail).map(([name, value]) => (
        <Fact key={name} name={t.details[name] ?? name}>
          <FigureWords name={name} value={value} />
        </Fact>
      ))}
      <Fact name={sourceName(incident, t)}>
        <Source incident={incident} />
      </Fact>
    </Facts>
  )
}

function FigureWords({ name, value }: { name: string; value: string | number }) {
  const { values } = useMessages(incidentsMessages)
  const { names } = useMessages(closingMessages).tieOuts
  if (typeof value === 'number') return /(Fen|.Amount)$/.test(name) ? formatMoney(fen(value)) : value
  if (name === 'name') return names[value]?.title ?? value
  return values[value] ?? value
}

function sourceName({ kind, sourceId }: About, t: { sourceId: string; providerRef: string; fileName: string }): string {
  if (kind === 'import_failed') return t.fileName
  return /^(pi|cs|ch|re|pyr|du|dp|evt|txn|po)_/.test(sourceId) ? t.providerRef : t.sourceId
}

function Source({ incident }: { incident: About }) {
  const place = placeOf(incident, useMessages(incidentsMessages))
  if (!place) return <span className="font-mono text-sm break-all">{incident.sourceId}</span>
  return (
    <Link className={`${LINK} sm:-my-2.5`} to={place.href}>
      {place.words}
    </Link>
  )
}
