import { type StockMessages, stockMessages } from '#app/messages/stock.ts'
import type { Freshness } from '#app/modules/stock/batch.ts'
import { type BatchView, LOW_STOCK_BELOW, type StockLine } from '#app/modules/stock/stock-views.ts'
import { Icon } from '#app/ui/icon.tsx'
import { useMessages } from '#app/ui/language.tsx'

const BADGE = 'inline-flex items-center gap-1 rounded-[10px] border px-2 py-0.5 text-sm'

/** How near a lot is to its end, in words with a sign; nothing while it is good. */
export function FreshnessBadge({ freshness }: { freshness: Freshness | undefined }) {
  const t = useMessages(stockMessages)
  if (freshness === undefined || freshness === 'good') return null
  const isBad = freshness === 'recalled' || freshness === 'expired'
  return (
    <span className={`${BADGE} ${isBad ? 'border-jiao bg-jiao-soft' : 'border-mai bg-mai-soft'}`}>
      <Icon name={isBad ? 'warning' : 'clock'} className="size-4" />
      {t.freshness[freshness]}
    </span>
  )
}

/** What is to be known of a SKU at a glance. */
export function StockBadges({ line }: { line: StockLine }) {
  const t = useMessages(stockMessages)
  const low = lowWords(line, t)
  return (
    <span className="flex flex-wrap gap-1">
      {low && (
        <span className={`${BADGE} border-jiao bg-jiao-soft`}>
          <Icon name="warning" className="size-4" />
          {low}
        </span>
      )}
      {line.isPresaleOpen && (
        <span className={`${BADGE} border-mai bg-mai-soft`}>
          <Icon name="clock" className="size-4" />
          {t.presaleOn}
        </span>
      )}
      {!line.isOnSale && <span className={`${BADGE} border-line-strong bg-sand`}>{t.notOnSale}</span>}
      <FreshnessBadge freshness={line.freshness} />
    </span>
  )
}

function lowWords({ left, isOnSale }: StockLine, t: StockMessages): string | undefined {
  if (!isOnSale || left >= LOW_STOCK_BELOW) return undefined
  return left === 0 ? t.soldOut : t.low
}

/** The numbers of a shelf, each under its name. */
export function StockNumbers({ line }: { line: StockLine }) {
  const t = useMessages(stockMessages)
  const numbers: [string, number][] = [
    [t.left, line.left],
    [t.onHand, line.onHand],
    [t.reserved, line.reserved],
    [t.allocated, line.allocated],
  ]
  if (line.soldBeyond > 0) numbers.push([t.soldBeyond, line.soldBeyond])
  return (
    <dl className="mt-2 grid grid-cols-2 gap-x-4 gap-y-1 sm:grid-cols-4">
      {numbers.map(([name, count]) => (
        <div key={name} className="flex items-baseline justify-between gap-2 sm:block">
          <dt className="text-sm text-ink-2">{name}</dt>
          <dd className="font-semibold tabular-nums">{t.pieces(count)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The lots of a SKU, the newest first. */
export function StockBatches({ batches }: { batches: readonly BatchView[] }) {
  const t = useMessages(stockMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.batches}</h2>
      {batches.length === 0 ? (
        <p className="mt-3 rounded-2xl bg-sand p-4">{t.noBatches}</p>
      ) : (
        <ul className="mt-3 grid gap-3">
          {batches.map((batch) => (
            <li key={batch.batchId} className="rounded-2xl border border-line bg-card p-4">
              <p className="flex flex-wrap items-center justify-between gap-2">
                <span className="font-semibold break-all">
                  {t.batch.lot} {batch.lotCode}
                </span>
                <FreshnessBadge freshness={batch.freshness} />
              </p>
              <p className="mt-1 text-sm text-ink-2 tabular-nums">
                {t.batch.harvested} {batch.harvestedOn} · {t.batch.bestBefore} {batch.bestBeforeOn}
              </p>
              <p className="text-sm tabular-nums">{t.batch.quantity(batch.quantity, Math.max(0, batch.left))}</p>
              <BatchCertificate batch={batch} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function BatchCertificate({ batch: { certificateNumber, certificateUrl } }: { batch: BatchView }) {
  const t = useMessages(stockMessages)
  if (certificateUrl)
    return (
      <a
        className="inline-flex min-h-11 items-center text-sm break-all text-indigo underline"
        href={certificateUrl}
        rel="noreferrer nofollow"
      >
        {t.batch.certificateOpen(certificateNumber ?? '')}
      </a>
    )
  if (!certificateNumber) return null
  return (
    <p className="text-sm break-all text-ink-2">
      {t.batch.certificate} {certificateNumber}
    </p>
  )
}
