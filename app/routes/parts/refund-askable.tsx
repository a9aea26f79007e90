import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { type AftersaleMessages, aftersaleMessages } from '#app/messages/aftersale.ts'
import type { AskableLine, findBuyerRefunds } from '#app/modules/aftersale/buyer-refunds.server.ts'
import { formatDate, formatInstant } from '#app/shared/display-time.ts'
import type { Language } from '#app/shared/language.ts'
import { Icon } from '#app/ui/icon.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { BOX } from './refund-controls.tsx'

const CHOSEN = 'rounded-2xl border-2 border-indigo bg-card p-4'

type BuyerRefunds = NonNullable<Awaited<ReturnType<typeof findBuyerRefunds>>>

/** Every line with how long it may be asked about; those that may be lead to the form. */
export function AskableLines({ refunds, chosen }: { refunds: BuyerRefunds; chosen: number | undefined }) {
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  const isAny = refunds.lines.some((line) => line.pieces > 0 && !line.isAsked)
  return (
    <section className="mt-6" aria-labelledby="lines">
      <h2 id="lines" className="font-serif text-xl font-bold">
        {t.ask.choose}
      </h2>
      {!isAny && <p className="mt-2 rounded-2xl bg-sand p-4">{t.ask.none}</p>}
      <ul className="mt-3 grid gap-3">
        {refunds.lines.map((line) => (
          <li key={line.lineNo} className={line.lineNo === chosen ? CHOSEN : BOX}>
            <LineName line={line} language={language} />
            <p className="mt-1 text-sm text-ink-2">{windowOf(line, { refunds, t, language })}</p>
            {line.pieces > 0 && !line.isAsked && line.lineNo !== chosen && (
              <Link
                to={`${paths.askRefund(refunds.orderNo, line.lineNo)}#form`}
                className="mt-2 inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4 font-semibold"
              >
                {t.link}
              </Link>
            )}
            {line.lineNo === chosen && (
              <p className="mt-2 flex items-center gap-1.5 font-semibold text-indigo">
                <Icon name="check" className="size-5" />
                {t.ask.chosen}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function LineName({ line, language }: { line: AskableLine; language: Language }) {
  return (
    <p className="font-semibold">
      {language === 'zh' ? line.nameZh : line.nameEn}{' '}
      <span className="font-normal text-ink-2">{language === 'zh' ? line.specZh : line.specEn}</span>
    </p>
  )
}

function windowOf(
  line: AskableLine,
  { refunds, t, language }: { refunds: BuyerRefunds; t: AftersaleMessages; language: Language },
): string {
  if (line.isAsked) return t.ask.isAsked
  if (!line.isHandedOver) return t.ask.notHandedOver
  if (line.isRecalled) return line.pieces > 0 ? t.ask.recalled : t.ask.nothingLeft
  if (!line.deadline) return t.ask.notHandedOver
  const until = formatInstant(line.deadline, language)
  if (line.pieces > 0) {
    const rule =
      line.returnRule === 'seven_day'
        ? t.ask.windowReturn(refunds.returnDays, lastDayBefore(line.deadline, language))
        : t.ask.windowFresh(refunds.qualityHours, until)
    return `${rule} ${t.ask.pieces(line.pieces)}${language === 'zh' ? '。' : '.'}`
  }
  return line.isOver ? t.ask.tooLate(until) : t.ask.nothingLeft
}

/** The day that ends at an instant: a time of whole days is over when the next begins. */
function lastDayBefore(end: Date, language: Language): string {
  return formatDate(new Date(new Date(end).getTime() - 1), language)
}

/** What was asked about the order, newest first, and what was answered. */
export function AskedBefore({ refunds }: { refunds: BuyerRefunds }) {
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  if (refunds.asked.length === 0) return null
  const nameOf = (lineNo: number) => {
    const line = refunds.lines.find((one) => one.lineNo === lineNo)
    return language === 'zh' ? line?.nameZh : line?.nameEn
  }
  return (
    <section className="mt-8" aria-labelledby="asked">
      <h2 id="asked" className="font-serif text-xl font-bold">
        {t.ask.before}
      </h2>
      <ul className="mt-3 grid gap-3">
        {refunds.asked.map((one) => (
          <li key={`${one.lineNo}-${new Date(one.askedAt).getTime()}`} className={BOX}>
            <p className="font-semibold">
              {nameOf(one.lineNo)} × {one.quantity}
            </p>
            <p className="text-sm text-ink-2">
              {formatDate(one.askedAt, language)} · {t.reasons[one.reason]}
            </p>
            <p className="mt-1">{t.ask.state[one.state]}</p>
            {one.refusedBecause && <p className="mt-1 border-l-4 border-line-strong pl-2">{one.refusedBecause}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}
