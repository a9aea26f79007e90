import { aftersaleMessages } from '#app/messages/aftersale.ts'
import type { CaseLine, RefundCase } from '#app/modules/aftersale/refund-case.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { type Fen, formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Fact, Facts } from './refund-controls.tsx'

/** Who decided what, why and at whose cost. */
export function CaseFacts({ refund }: { refund: RefundCase }) {
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  return (
    <Facts>
      <Fact name={t.finance.state}>{t.finance.states[refund.state]}</Fact>
      <Fact name={t.finance.amount}>
        <strong>{formatMoney(refund.amount)}</strong>
      </Fact>
      <Fact name={t.finance.reason}>{t.reasons[refund.reason]}</Fact>
      <Fact name={t.finance.bearer}>{t.bearers[refund.bearer]}</Fact>
      <Fact name={t.finance.requestedBy}>{refund.isDue ? t.finance.byRight : refund.requestedBy?.name}</Fact>
      <Fact name={t.finance.requestedAt}>{formatInstant(refund.requestedAt, language)}</Fact>
      {!refund.isDue && (
        <>
          <Fact name={t.finance.alone}>{formatMoney(refund.alone)}</Fact>
          <Fact name={t.finance.limitLabel}>{formatMoney(refund.limit)}</Fact>
        </>
      )}
      {refund.settledBy && !refund.isDue && <Fact name={t.finance.settledBy}>{refund.settledBy}</Fact>}
      {refund.settledAt && <Fact name={t.finance.settledAt}>{formatInstant(refund.settledAt, language)}</Fact>}
      {refund.refusedBecause && <Fact name={t.finance.refusedBecause}>{refund.refusedBecause}</Fact>}
      {refund.note && <Fact name={t.finance.note}>{refund.note}</Fact>}
    </Facts>
  )
}

/** The lines of a decision; their sum is its amount. */
export function CaseLines({ lines, total }: { lines: readonly CaseLine[]; total: Fen }) {
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  return (
    <section className="mt-8 overflow-x-auto">
      <table className="w-full border-collapse text-sm">
        <caption className="text-left font-serif text-xl font-bold">{t.finance.what}</caption>
        <thead>
          <tr className="border-b-2 border-line-strong text-left">
            <th scope="col" className="py-2 pr-3">
              {t.finance.product}
            </th>
            <th scope="col" className="py-2 pr-3 text-right">
              {t.finance.pieces}
            </th>
            <th scope="col" className="py-2 text-right">
              {t.finance.amount}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.lineNo}-${line.isAccepted}`} className="border-t border-line align-top">
              <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                {language === 'zh' ? line.nameZh : line.nameEn}{' '}
                <span className="text-ink-2">{language === 'zh' ? line.specZh : line.specEn}</span>
                <span className="block text-xs text-ink-2">
                  {line.isAccepted ? t.finance.accepted : t.finance.notAccepted}
                  {line.isRestocked && ` · ${t.finance.restocked}`}
                </span>
              </th>
              <td className="py-1.5 pr-3 text-right tabular-nums">{line.quantity > 0 ? line.quantity : '—'}</td>
              <td className="py-1.5 text-right tabular-nums">{formatMoney(line.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t-2 border-line-strong font-semibold">
            <th scope="row" colSpan={2} className="py-2 text-left">
              {t.finance.amount}
            </th>
            <td className="py-2 text-right tabular-nums">{formatMoney(total)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}
