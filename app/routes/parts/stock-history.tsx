import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { type StockMessages, stockMessages } from '#app/messages/stock.ts'
import type { MovementPage, MovementView } from '#app/modules/stock/stock-views.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

const STEP = 'inline-flex min-h-11 items-center text-indigo underline'

interface StockHistoryProps {
  skuId: string
  history: MovementPage
  isNewest: boolean
}

/** Everything that moved a SKU's stock: how many, why, who and when. */
export function StockHistory({ skuId, history, isNewest }: StockHistoryProps) {
  const { history: t } = useMessages(stockMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.title}</h2>
      {history.movements.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.none}</p>}
      <ul className="mt-3 divide-y divide-line">
        {history.movements.map((movement) => (
          <Movement key={movement.movementId} movement={movement} />
        ))}
      </ul>
      <nav aria-label={t.title} className="mt-2 flex gap-6 print:hidden">
        {!isNewest && (
          <Link className={STEP} to={paths.supply.skuStock(skuId)}>
            {t.newest}
          </Link>
        )}
        {history.next !== undefined && (
          <Link className={STEP} to={paths.supply.skuStock(skuId, `before=${history.next}`)}>
            {t.older}
          </Link>
        )}
      </nav>
    </section>
  )
}

function Movement({ movement }: { movement: MovementView }) {
  const t = useMessages(stockMessages)
  const language = useLanguage()
  const about = aboutOf(movement, t)
  return (
    <li className="py-2">
      <p className="flex flex-wrap justify-between gap-x-3">
        <span>
          {t.history.kinds[movement.kind] ?? movement.kind}
          {about && <span className="text-ink-2"> · {about}</span>}
        </span>
        <span className="tabular-nums">{deltasOf(movement, t)}</span>
      </p>
      <p className="text-sm text-ink-2">
        {formatInstant(movement.at, language)}
        {movement.person && ` · ${t.history.by(movement.person)}`}
        {movement.note && ` · ${movement.note}`}
      </p>
    </li>
  )
}

function aboutOf({ causeType, reference, reason }: MovementView, t: StockMessages): string | undefined {
  if (causeType === 'adjustment') return t.reasons[reason as keyof StockMessages['reasons']]
  if (reference === undefined) return undefined
  return causeType === 'batch' ? t.history.lot(reference) : t.history.order(reference)
}

function deltasOf({ deltaOnHand, deltaReserved, deltaAllocated }: MovementView, t: StockMessages): string {
  const signed = (count: number) => (count > 0 ? `+${count}` : `−${-count}`)
  const parts: [string, number][] = [
    [t.history.onHand, deltaOnHand],
    [t.history.reserved, deltaReserved],
    [t.history.allocated, deltaAllocated],
  ]
  return parts
    .filter(([, count]) => count !== 0)
    .map(([name, count]) => `${name} ${signed(count)}`)
    .join('  ')
}
