import { type ClosingMessages, closingMessages } from '#app/messages/closing.ts'
import type { TieOutPart, TieOutResult } from '#app/modules/closing/tie-out-queries.server.ts'
import { fen, formatYuan } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'
import { AMOUNT, CELL, ROW, Tag, WideTable } from './closing-table.tsx'

/** Everything that was compared: both sides, the difference, and what the sides are made of. */
export function TieOutTable({ results }: { results: readonly TieOutResult[] }) {
  const t = useMessages(closingMessages).tieOuts
  return (
    <WideTable
      label={t.title}
      heads={[
        { words: t.name },
        { words: t.left, isAmount: true },
        { words: t.right, isAmount: true },
        { words: t.difference, isAmount: true },
      ]}
    >
      {results.map((result) => (
        <ResultRow key={result.name} result={result} />
      ))}
    </WideTable>
  )
}

function ResultRow({ result }: { result: TieOutResult }) {
  const t = useMessages(closingMessages).tieOuts
  const words = t.names[result.name] ?? { title: result.name, text: '' }
  const figure = (amount: number) => figureOf(amount, result.unit, t)
  return (
    <tr className={ROW}>
      <th scope="row" className={`${CELL} min-w-52 text-left font-normal`}>
        <span className="font-semibold">{words.title}</span>
        <span className="block text-ink-2">{words.text}</span>
        {result.parts.length > 0 && <Parts result={result} />}
      </th>
      <td className={AMOUNT}>{figure(result.leftAmount)}</td>
      <td className={AMOUNT}>{figure(result.rightAmount)}</td>
      <td className={AMOUNT}>
        <Tag tone={result.offAmount === 0 ? 'done' : 'bad'}>
          {result.offAmount === 0 ? t.ties : figure(result.offAmount)}
        </Tag>
      </td>
    </tr>
  )
}

function Parts({ result }: { result: TieOutResult }) {
  const t = useMessages(closingMessages).tieOuts
  const isOff = result.offAmount !== 0
  return (
    <details open={isOff} className="print:hidden">
      <summary className="inline-flex min-h-11 cursor-pointer items-center text-indigo underline">
        {t.parts(result.parts.length)}
      </summary>
      <ul className="grid gap-2 pb-2">
        {result.parts.map((part) => (
          <li key={part.part} className={part.offAmount === 0 ? 'pl-3' : 'border-l-4 border-jiao pl-2'}>
            <PartFigures part={part} unit={result.unit} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function PartFigures({ part, unit }: { part: TieOutPart; unit: TieOutResult['unit'] }) {
  const t = useMessages(closingMessages).tieOuts
  const figures = Object.entries(part.figures).map(([name, amount]) => {
    const isCount = name === 'lines'
    return `${t.figures[name] ?? name} ${isCount ? amount : figureOf(amount, unit, t)}`
  })
  return (
    <>
      <span className="block font-mono text-xs break-all">{part.part}</span>
      <span className="block text-xs text-ink-2 tabular-nums">
        {t.left} {figureOf(part.leftAmount, unit, t)} · {t.right} {figureOf(part.rightAmount, unit, t)}
        {part.offAmount !== 0 && ` · ${t.difference} ${figureOf(part.offAmount, unit, t)}`}
      </span>
      <span className="block text-xs text-ink-2 tabular-nums">{figures.join(' · ')}</span>
    </>
  )
}

function figureOf(amount: number, unit: TieOutResult['unit'], t: ClosingMessages['tieOuts']): string {
  return unit === 'fen' ? formatYuan(fen(amount)) : t.pieces(amount)
}
