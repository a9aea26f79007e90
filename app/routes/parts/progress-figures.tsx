import { progressMessages } from '#app/messages/progress.ts'
import type { Progress } from '#app/modules/progress/progress.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { basisPointsOf, formatBasisPoints, formatMoney, negateFen, subtractFen } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

/** The rate, the amounts behind it, and when it was so. */
export function ProgressHeadline({ progress }: { progress: Progress }) {
  const t = useMessages(progressMessages)
  const language = useLanguage()
  const { target, remaining, rateBasisPoints, attained, decision } = progress
  return (
    <header>
      <h1 className="font-serif text-2xl font-bold text-balance">{t.title(progress.year)}</h1>
      <p className="mt-4 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span className="text-ink-2">{t.done}</span>
        <span
          data-testid="progress-rate"
          className="font-serif text-[3.25rem] leading-none font-bold text-jiao tabular-nums md:text-[4.5rem]"
        >
          {rateBasisPoints === undefined ? formatMoney(attained.all) : formatBasisPoints(rateBasisPoints)}
        </span>
      </p>
      <p data-testid="progress-attained" className="mt-3 text-lg tabular-nums">
        {target === undefined ? t.noTarget : t.ofTarget(formatMoney(attained.all), formatMoney(target))}
      </p>
      {remaining !== undefined && (
        <p className="text-ink-2 tabular-nums">
          {remaining >= 0 ? t.toGo(formatMoney(remaining)) : t.exceeded(formatMoney(negateFen(remaining)))}
        </p>
      )}
      <p className="mt-2 text-sm text-ink-3">
        <time dateTime={progress.asOf.toISOString()}>{t.asOf(formatInstant(progress.asOf, language))}</time>
        {decision && <span className="block">{t.decision(decision.documentNo, decision.decidedOn)}</span>}
      </p>
    </header>
  )
}

/** The two ways of counting, side by side and never added. */
export function ProgressMeasures({ progress }: { progress: Progress }) {
  const t = useMessages(progressMessages).measures
  const { attained, target } = progress
  return (
    <section className="mt-10">
      <h2 className="font-serif text-xl font-bold">{t.title}</h2>
      <div className="mt-4 grid gap-4 md:grid-cols-2">
        <div className="rounded-2xl border-2 border-huai bg-huai-soft p-5">
          <h3 className="font-semibold text-huai">{t.all}</h3>
          <p data-testid="attained-all" className="mt-1 text-2xl font-bold tabular-nums">
            {formatMoney(attained.all)}
            {target !== undefined && (
              <span className="ml-3 text-base font-normal">
                {formatBasisPoints(basisPointsOf(attained.all, target))}
              </span>
            )}
          </p>
          <p className="mt-2 text-sm text-ink-2">{t.allText}</p>
        </div>
        <div className="rounded-2xl border-2 border-indigo bg-indigo-soft p-5">
          <h3 className="font-semibold text-indigo">{t.platform832}</h3>
          <p data-testid="attained-832" className="mt-1 text-2xl font-bold tabular-nums">
            {formatMoney(attained.platform832)}
          </p>
          <p className="mt-2 text-sm text-ink-2">{t.platform832Text}</p>
        </div>
      </div>
    </section>
  )
}

/** Ordered, paid, accepted, net: the way of our own shop's money toward the task. */
export function ProgressSteps({ progress }: { progress: Progress }) {
  const t = useMessages(progressMessages).steps
  const { ownShop, attained } = progress
  const steps = [
    { key: 'ordered', name: t.ordered, amount: ownShop.ordered, text: t.orderedText },
    { key: 'paid', name: t.paid, amount: ownShop.paid, text: t.paidText },
    { key: 'accepted', name: t.accepted, amount: ownShop.accepted, text: t.acceptedText },
    { key: 'net', name: t.net, amount: ownShop.net, text: t.netText(formatMoney(ownShop.refunded)) },
  ]
  return (
    <section className="mt-10">
      <h2 className="font-serif text-xl font-bold">{t.title}</h2>
      <p className="mt-1 text-sm text-ink-2">{t.note}</p>
      <dl className="mt-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {steps.map((step) => (
          <div key={step.key} className="rounded-2xl border border-line bg-card p-4">
            <dt className="text-sm text-ink-2">{step.name}</dt>
            <dd>
              <span
                data-testid={`own-${step.key}`}
                className={`text-xl font-bold tabular-nums ${step.key === 'net' ? 'text-huai' : ''}`}
              >
                {formatMoney(step.amount)}
              </span>
              <span className="mt-1 block text-sm text-ink-2">{step.text}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 rounded-[10px] bg-sand px-4 py-3 tabular-nums">
        {t.sum(
          formatMoney(ownShop.net),
          formatMoney(subtractFen(attained.all, ownShop.net)),
          formatMoney(attained.all),
        )}
      </p>
    </section>
  )
}
