import type { ReactNode } from 'react'

interface WideTableProps {
  /** Names the region for those who cannot see it. */
  label: string
  heads: readonly { words: string; isAmount?: boolean }[]
  children: ReactNode
}

/** A table that scrolls sideways by itself on narrow screens, reachable by keyboard. */
export function WideTable({ label, heads, children }: WideTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-3 overflow-x-auto" aria-label={label} tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b-2 border-line-strong">
            {heads.map(({ words, isAmount }) => (
              <th key={words} scope="col" className={isAmount ? HEAD_AMOUNT : HEAD}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

const HEAD = 'py-2 pr-3 text-left whitespace-nowrap not-first:pl-3'
const HEAD_AMOUNT = 'py-2 pl-3 text-right whitespace-nowrap'

export const ROW = 'border-t border-line align-top'
export const CELL = 'py-2 pr-3 not-first:pl-3'
export const AMOUNT = 'py-2 pl-3 text-right whitespace-nowrap tabular-nums'
export const DAY = 'py-2 pr-3 whitespace-nowrap tabular-nums not-first:pl-3'

/** A word on a ground of its tone: what it says does not hang on colour. */
export function Tag({ tone, children }: { tone: 'done' | 'wait' | 'bad' | 'plain'; children: ReactNode }) {
  return (
    <span className={`inline-block rounded-[6px] border px-1.5 text-sm whitespace-nowrap ${TONES[tone]}`}>
      {children}
    </span>
  )
}

const TONES = {
  done: 'border-huai bg-huai-soft text-huai',
  wait: 'border-mai bg-mai-soft text-mai-deep',
  bad: 'border-jiao bg-jiao-soft text-jiao',
  plain: 'border-line-strong bg-card text-ink-2',
} as const
