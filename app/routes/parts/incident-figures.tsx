import { incidentsMessages } from '#app/messages/incidents.ts'
import { fen, formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { Fact, Facts } from './refund-controls.tsx'

/** What an incident keeps, each figure under its name: amounts as money, the rest as it is. */
export function IncidentFigures({ detail, sourceId }: { detail: Record<string, string | number>; sourceId: string }) {
  const t = useMessages(incidentsMessages)
  return (
    <Facts>
      {Object.entries(detail).map(([name, value]) => (
        <Fact key={name} name={t.details[name] ?? name}>
          {name.endsWith('Fen') && typeof value === 'number' ? formatMoney(fen(value)) : (t.values[value] ?? value)}
        </Fact>
      ))}
      <Fact name={t.sourceId}>
        <span className="font-mono text-sm break-all">{sourceId}</span>
      </Fact>
    </Facts>
  )
}
