import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { attainmentMessages } from '#app/messages/attainment.ts'
import type { CountedPurchase } from '#app/modules/progress/counted-purchase.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { type Fen, formatMoney, sumFen } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { EntryLink } from './counted-facts.tsx'
import { formatOrderNo } from './order-url.ts'

type Line = NonNullable<CountedPurchase['line']>

/** The way of one order line: ordered, paid, handed over, refunded, counted; each step with its money and its entry. */
export function CountedTrail({ line, here }: { line: Line; here: string }) {
  const { counted: t } = useMessages(attainmentMessages)
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.chain}</h2>
      <ol className="mt-3 grid gap-3 border-l-4 border-line-strong pl-4">
        <OrderStep line={line} />
        <PaymentStep line={line} />
        <HandOverStep line={line} />
        <RefundStep line={line} />
        <CountedStep line={line} here={here} />
      </ol>
    </section>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="rounded-2xl border border-line bg-card p-4">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </li>
  )
}

interface RowProps {
  words: ReactNode
  at?: string
  amount: Fen
  children?: ReactNode
}

function Row({ words, at, amount, children }: RowProps) {
  return (
    <div className="mt-2 flex flex-wrap justify-between gap-x-4 border-t border-line pt-2">
      <span className="min-w-0">
        {words}
        {at && <span className="block text-sm text-ink-2 tabular-nums">{at}</span>}
      </span>
      <span className="text-right">
        <span className="font-semibold tabular-nums">{formatMoney(amount)}</span>
        <span className="block text-sm">{children}</span>
      </span>
    </div>
  )
}

function OrderStep({ line }: { line: Line }) {
  const { counted: t } = useMessages(attainmentMessages)
  const language = useLanguage()
  return (
    <Step title={t.line}>
      <p>
        {inLanguage(line.productZh, line.productEn, language)} · {inLanguage(line.specZh, line.specEn, language)}
      </p>
      <p className="text-sm text-ink-2">{t.lineOf(formatOrderNo(line.orderNo), line.lineNo)}</p>
      <p className="mt-1 tabular-nums">
        {t.quantity(line.quantity, formatMoney(line.unitPrice), formatMoney(line.amount))}
      </p>
      <p className="mt-1 text-sm text-ink-2 tabular-nums">
        {t.placedAt} {formatInstant(line.placedAt, language)} · {t.paidAt}{' '}
        {line.paidAt ? formatInstant(line.paidAt, language) : t.notPaid}
      </p>
    </Step>
  )
}

function PaymentStep({ line }: { line: Line }) {
  const { counted: t } = useMessages(attainmentMessages)
  const language = useLanguage()
  return (
    <Step title={t.payments}>
      {line.payments.length === 0 && <p className="text-ink-2">{t.notPaid}</p>}
      {line.payments.map((payment) => (
        <Row
          key={payment.reference}
          words={
            <>
              {t.methods[payment.method] ?? payment.method}{' '}
              <span className="font-mono text-xs break-all text-ink-2">{payment.reference}</span>
            </>
          }
          at={formatInstant(payment.capturedAt, language)}
          amount={payment.amount}
        >
          {payment.entryId !== undefined && <EntryLink entryId={payment.entryId} />}
        </Row>
      ))}
    </Step>
  )
}

function HandOverStep({ line }: { line: Line }) {
  const { counted: t } = useMessages(attainmentMessages)
  const language = useLanguage()
  return (
    <Step title={t.handOvers}>
      {line.handOvers.length === 0 && <p className="text-ink-2">{t.noHandOver}</p>}
      {line.handOvers.map((given) => (
        <Row
          key={`${given.at.toISOString()}${given.kind}`}
          words={`${t.handOver(given.quantity)} · ${t.handOverKinds[given.kind] ?? given.kind}`}
          at={formatInstant(given.at, language)}
          amount={given.amount}
        >
          {given.entryId !== undefined && <EntryLink entryId={given.entryId} />}
        </Row>
      ))}
    </Step>
  )
}

function RefundStep({ line }: { line: Line }) {
  const { counted: t } = useMessages(attainmentMessages)
  const { bearers } = useMessages(aftersaleMessages)
  const language = useLanguage()
  return (
    <Step title={t.refunds}>
      {line.refunds.length === 0 && <p className="text-ink-2">{t.noRefunds}</p>}
      {line.refunds.map((refund) => (
        <Row
          key={refund.refundLineId}
          words={`${t.refundStates[refund.state] ?? refund.state} · ${
            refund.bearer ? (bearers[refund.bearer as keyof typeof bearers] ?? refund.bearer) : t.beforeAcceptance
          }`}
          at={formatInstant(refund.decidedAt, language)}
          amount={refund.amount}
        >
          {refund.refundDecisionId && (
            <Link className="mr-3 text-indigo underline" to={paths.finance.refund(refund.refundDecisionId)}>
              {t.refundLink}
            </Link>
          )}
          {refund.entryId !== undefined && <EntryLink entryId={refund.entryId} />}
        </Row>
      ))}
    </Step>
  )
}

function CountedStep({ line, here }: { line: Line; here: string }) {
  const { counted: t } = useMessages(attainmentMessages)
  return (
    <Step title={t.counted}>
      {line.counted.map((one) => (
        <Row
          key={one.recognizedId}
          words={
            one.recognizedId === here ? (
              <strong>{t.sourceTypes[one.sourceType]}</strong>
            ) : (
              <Link className="text-indigo underline" to={paths.finance.counted(one.recognizedId)}>
                {t.sourceTypes[one.sourceType]}
              </Link>
            )
          }
          at={one.businessDate}
          amount={one.amount}
        >
          <EntryLink entryId={one.entryId} />
        </Row>
      ))}
      <div className="mt-2 flex justify-between gap-4 border-t-2 border-line-strong pt-2 font-semibold">
        <span>{t.countedSum}</span>
        <span className="tabular-nums">{formatMoney(sumFen(line.counted.map((one) => one.amount)))}</span>
      </div>
    </Step>
  )
}
