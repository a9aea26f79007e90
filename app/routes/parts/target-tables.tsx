import { targetsMessages } from '#app/messages/targets.ts'
import type { TargetChange, TargetLine } from '#app/modules/assistance/target-entries.ts'
import { partKey } from '#app/modules/assistance/target-entries.ts'
import { type Fen, formatMoney, negateFen, subtractFen, ZERO_FEN } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { basisWords, type PartNames, partName } from './target-words.ts'

const HEAD = 'py-2 pl-3 text-right'
const CELL = 'py-2 pl-3 text-right whitespace-nowrap tabular-nums'

interface TaskProps {
  lines: readonly TargetLine[]
  attained: Readonly<Record<string, Fen>>
  names: PartNames
}

/** The task in force: what each part is set to, how that comes about, what was attained and what is to go. */
export function TaskInForce(task: TaskProps) {
  return (
    <>
      <TaskCards {...task} />
      <TaskTable {...task} />
    </>
  )
}

/** One card a part, for phones. */
function TaskCards({ lines, attained, names }: TaskProps) {
  const t = useMessages(targetsMessages)
  const language = useLanguage()
  return (
    <ul className="mt-3 grid gap-3 sm:hidden print:hidden">
      {lines.map((line) => {
        const done = attained[partKey(line.part)] ?? ZERO_FEN
        return (
          <li key={partKey(line.part)} className="rounded-2xl border border-line bg-card p-4">
            <h3 className="font-semibold">{partName(line.part, { names, language })}</h3>
            <dl className="mt-1 grid grid-cols-[1fr_auto] gap-x-3 text-sm tabular-nums">
              <dt className="text-ink-2">{t.target}</dt>
              <dd className="text-right">{formatMoney(line.amount)}</dd>
              <dt className="text-ink-2">{t.attained}</dt>
              <dd className="text-right">{formatMoney(done)}</dd>
              <dt className="text-ink-2">{t.remaining}</dt>
              <dd className="text-right">
                <Remaining amount={subtractFen(line.amount, done)} />
              </dd>
            </dl>
            <p className="mt-1 text-sm text-ink-2">{basisWords(line.basis, language)}</p>
          </li>
        )
      })}
    </ul>
  )
}

function TaskTable({ lines, attained, names }: TaskProps) {
  const t = useMessages(targetsMessages)
  const language = useLanguage()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-3 hidden overflow-x-auto sm:block print:block" aria-label={t.inForce} tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b-2 border-line-strong">
            <th scope="col" className="py-2 text-left">
              {t.part}
            </th>
            {[t.target, t.attained, t.remaining].map((head) => (
              <th key={head} scope="col" className={HEAD}>
                {head}
              </th>
            ))}
            <th scope="col" className="py-2 pl-4 text-left">
              {t.basis}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const done = attained[partKey(line.part)] ?? ZERO_FEN
            return (
              <tr
                key={partKey(line.part)}
                className={`border-t border-line align-top ${line.part.scope === 'college' ? 'font-semibold' : ''}`}
              >
                <th scope="row" className="py-2 text-left font-[inherit] whitespace-nowrap">
                  {partName(line.part, { names, language })}
                </th>
                <td className={CELL}>{formatMoney(line.amount)}</td>
                <td className={CELL}>{formatMoney(done)}</td>
                <td className={CELL}>
                  <Remaining amount={subtractFen(line.amount, done)} />
                </td>
                <td className="min-w-36 py-2 pl-4 font-normal text-ink-2">{basisWords(line.basis, language)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Remaining({ amount }: { amount: Fen }) {
  const t = useMessages(targetsMessages)
  if (amount >= 0) return formatMoney(amount)
  return <span className="text-huai">{t.exceeded(formatMoney(negateFen(amount)))}</span>
}

/** What a decision changes, part by part. */
export function ChangesTable({
  label,
  changes,
  names,
}: {
  label: string
  changes: readonly TargetChange[]
  names: PartNames
}) {
  const t = useMessages(targetsMessages)
  const language = useLanguage()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-3 overflow-x-auto" aria-label={label} tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b-2 border-line-strong">
            <th scope="col" className="py-2 text-left">
              {t.part}
            </th>
            {[t.before, t.after, t.difference].map((head) => (
              <th key={head} scope="col" className={HEAD}>
                {head}
              </th>
            ))}
            <th scope="col" className="py-2 pl-4 text-left">
              {t.basis}
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ part, before, after, difference }) => (
            <tr key={partKey(part)} className="border-t border-line align-top">
              <th scope="row" className="py-2 text-left font-normal whitespace-nowrap">
                {partName(part, { names, language })}
              </th>
              <td className={`${CELL} text-ink-2`}>{before ? formatMoney(before.amount) : t.newly}</td>
              <td className={CELL}>{after ? formatMoney(after.amount) : t.dropped}</td>
              <td className={CELL}>{difference === 0 ? t.unchanged : signed(difference)}</td>
              <td className="min-w-36 py-2 pl-4 text-ink-2">{after && basisWords(after.basis, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function signed(amount: Fen): string {
  return amount > 0 ? `+${formatMoney(amount)}` : formatMoney(amount)
}
