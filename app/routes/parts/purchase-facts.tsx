import type { SerializeFrom } from '@remix-run/node'
import { purchasesMessages } from '#app/messages/purchases.ts'
import type { Parties } from '#app/modules/external/parties.ts'
import { FACT_FIELDS, type FactField, netOf } from '#app/modules/external/purchase.ts'
import type { PurchaseView } from '#app/modules/external/purchase-queries.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'
import { factText, nearText } from './purchase-words.ts'
import { BOX, Fact, Facts } from './refund-controls.tsx'

/** As a page gets it. */
export type PurchaseOnPage = Omit<PurchaseView, 'history' | 'link'> &
  SerializeFrom<Pick<PurchaseView, 'history'>> & { link?: SerializeFrom<NonNullable<PurchaseView['link']>> | undefined }

const STAGES = ['orderedOn', 'acceptedOn', 'paidOn', 'reviewedOn'] as const
const AMOUNTS: readonly FactField[] = ['amount', 'refund']

/** What was bought, from whom, for how much, and whether it counts. */
export function PurchaseHead({ purchase, parties }: { purchase: PurchaseOnPage; parties: Parties }) {
  const t = useMessages(purchasesMessages)
  const language = useLanguage()
  const words = { t, language, parties }
  const { facts } = purchase
  const shown = FACT_FIELDS.filter((field) => !STAGES.some((stage) => stage === field) && !AMOUNTS.includes(field))
  return (
    <>
      <Standing purchase={purchase} />
      <section className={`${BOX} mt-4`}>
        <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <span className="text-2xl font-bold tabular-nums">{formatMoney(netOf(facts))}</span>
          <span className="text-sm text-ink-2 tabular-nums">
            {t.detail.net} = {t.fields.amount} {formatMoney(facts.amount)} − {t.fields.refund}{' '}
            {formatMoney(facts.refund)}
          </span>
        </p>
        <Facts>
          {shown.map((field) => {
            const value = factText(field, facts[field], words)
            return value === '' ? null : (
              <Fact key={field} name={t.fields[field]}>
                {value}
              </Fact>
            )
          })}
        </Facts>
      </section>
    </>
  )
}

/** In one sentence: does it count, and is it perhaps another one again. */
function Standing({ purchase }: { purchase: PurchaseOnPage }) {
  const t = useMessages(purchasesMessages)
  const language = useLanguage()
  const isRuledOut = !purchase.isCounted && purchase.recognitions.some((one) => one.uncounted)
  return (
    <div className="mt-4 grid gap-3">
      {purchase.state === 'reversed' && <Notice tone="warning">{t.detail.reversedNote}</Notice>}
      {purchase.isCounted && <Notice tone="done">{t.detail.countedNow}</Notice>}
      {purchase.state !== 'reversed' && !purchase.isCounted && (
        <Notice tone="info">{isRuledOut ? t.detail.notCountedByRule : t.detail.notCountedYet}</Notice>
      )}
      {purchase.near.length > 0 && (
        <Notice tone="warning">
          <p className="font-semibold">{t.detail.nearTitle}</p>
          <ul>
            {purchase.near.map((near) => (
              <li key={`${near.kind} ${near.no}`} className="break-words">
                {nearText(near, { t, language })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  )
}

/** The days of the stages, each with who said so and when. */
export function PurchaseStagesTable({ purchase }: { purchase: PurchaseOnPage }) {
  const t = useMessages(purchasesMessages)
  const language = useLanguage()
  const { facts, history } = purchase
  const stages = STAGES.filter(
    (stage) => stage !== 'reviewedOn' || facts.channel === 'platform_832' || facts.reviewedOn,
  )
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.detail.stagesTitle}</h2>
      <ol className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {stages.map((stage) => {
          const said = saidFirst(history, stage, facts[stage])
          return (
            <li key={stage} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
              <span>{t.fields[stage]}</span>
              <span className="text-right">
                <span className="font-semibold tabular-nums">{facts[stage] ?? t.detail.notYet}</span>
                {facts[stage] && said && (
                  <span className="block text-sm text-ink-2 tabular-nums">
                    {said.person ?? t.detail.byReference} · {formatInstant(new Date(said.recordedAt), language)}
                  </span>
                )}
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

/** The earliest revision since which the day is what it is; the history is given newest first. */
function saidFirst(history: PurchaseOnPage['history'], stage: (typeof STAGES)[number], day: string | null) {
  const other = history.findIndex((revision) => revision.facts[stage] !== day)
  return history[(other < 0 ? history.length : other) - 1]
}
