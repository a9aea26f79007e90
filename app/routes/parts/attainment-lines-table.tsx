import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { NO_UNIT } from '#app/modules/progress/attainment.ts'
import type { AttainmentLine } from '#app/modules/progress/attainment-lines.server.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatYuan } from '#app/shared/money.ts'
import { type AttainmentWords, wordOfKey } from './attainment-words.ts'
import { formatOrderNo } from './order-url.ts'

/** The lines of a cell; each leads to what it rests on and to its entry. */
export function LinesTable({ lines, words }: { lines: readonly AttainmentLine[]; words: AttainmentWords }) {
  const { lines: t } = words.t
  if (lines.length === 0) return <p className="mt-6 rounded-2xl bg-sand p-4">{t.none}</p>
  const heads = [t.date, t.product, t.from, t.channel, t.measure832, t.evidence, t.entry]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-6 overflow-x-auto" aria-label={t.caption} tabIndex={0}>
      <table className="w-full border-collapse text-sm tabular-nums">
        <caption className="pb-2 text-left text-ink-2">{t.caption}</caption>
        <thead>
          <tr className="border-b-2 border-line-strong text-left align-bottom">
            {heads.slice(0, 2).map((head) => (
              <Head key={head} words={head} />
            ))}
            <th scope="col" className="py-2 pr-3 text-right whitespace-nowrap">
              {t.amount}
            </th>
            {heads.slice(2).map((head) => (
              <Head key={head} words={head} />
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.lineId} line={line} words={words} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Head({ words }: { words: string }) {
  return (
    <th scope="col" className="py-2 pr-3 whitespace-nowrap">
      {words}
    </th>
  )
}

function Line({ line, words }: { line: AttainmentLine; words: AttainmentWords }) {
  const { lines: t } = words.t
  const { language } = words
  const name = (zh: string | undefined, en: string | undefined) => zh && en && inLanguage(zh, en, language)
  const cell = 'py-2 pr-3 whitespace-nowrap'
  return (
    <tr className="border-t border-line align-top">
      <td className={cell}>
        {line.date}
        <span className="block text-xs text-ink-2">{line.isTakenBack ? t.takenBack : t.stages[line.stage]}</span>
      </td>
      <th scope="row" className="min-w-28 py-2 pr-3 text-left font-normal break-words sm:min-w-44">
        <Grounds line={line} words={name(line.productZh, line.productEn) ?? line.reference ?? t.open} />
        <span className="block text-xs break-all text-ink-2">
          {line.orderNo ? `${t.order} ${formatOrderNo(line.orderNo)}` : `${t.reference} ${numberOf(line)}`}
        </span>
      </th>
      <td className={`${cell} text-right font-semibold`}>{formatYuan(line.amount)}</td>
      <td className="min-w-36 py-2 pr-3">
        {name(line.cooperativeZh, line.cooperativeEn)}
        <span className="block text-xs text-ink-2">{wordOfKey('county', line.countyId, words)}</span>
      </td>
      <td className="min-w-32 py-2 pr-3">
        {wordOfKey('channel', line.channel, words)}
        <span className="block text-xs text-ink-2">
          {wordOfKey('fund', line.fundType, words)} · {wordOfKey('unit', line.orgUnitId ?? NO_UNIT, words)}
        </span>
      </td>
      <td className={cell}>{line.channel === 'platform_832' ? t.yes : t.no}</td>
      <td className={`${cell} text-right`}>{line.evidenceCount}</td>
      <td className={cell}>
        {line.entryId === undefined ? (
          <span className="text-ink-2">{t.notYet}</span>
        ) : (
          <Link className="text-indigo underline" to={paths.finance.entry(line.entryId)}>
            {line.entryId}
          </Link>
        )}
      </td>
    </tr>
  )
}

/** The number by which a purchase elsewhere is known, of 'channel:number:line:revision'. */
function numberOf({ reference = '' }: AttainmentLine): string {
  return reference.split(':')[1] ?? reference
}

function Grounds({ line, words }: { line: AttainmentLine; words: string }) {
  if (!line.recognizedId) return <span>{words}</span>
  return (
    <Link
      className={`text-indigo underline ${line.reference ? 'break-all' : ''}`}
      to={paths.finance.counted(line.recognizedId)}
    >
      {words}
    </Link>
  )
}
