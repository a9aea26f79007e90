import { Link } from '@remix-run/react'
import { sheetsMessages } from '#app/messages/sheets.ts'
import type { SheetRowView } from '#app/modules/sheets/sheet-file.ts'
import { useMessages } from '#app/ui/language.tsx'
import type { SheetPage } from './sheet-page.server.ts'
import { formatSheetQuery, SHEET_TABS } from './sheet-query.ts'
import { explainNote, type SheetWords } from './sheet-words.ts'

interface SheetRowsProps {
  page: SheetPage
  words: SheetWords
  /** The address of the file with a query. */
  to: (query: string) => string
  /** Where a row's purchase, bank line or bill line is looked at; absent for kinds without such a page. */
  toTarget?: (targetId: string) => string
}

const STEP = 'inline-flex min-h-11 items-center text-indigo underline'

/** What the check found, part by part: new, changed field by field, known, wrong, booked. */
export function SheetRows({ page, words, to, toTarget }: SheetRowsProps) {
  const t = useMessages(sheetsMessages)
  const { counts, tab, rows, next, after } = page
  return (
    <section className="mt-6">
      <nav className="flex flex-wrap gap-2 print:hidden" aria-label={t.tabsLabel}>
        {SHEET_TABS.map((one) => (
          <Link
            key={one}
            to={to(formatSheetQuery({ tab: one, after: 0 }))}
            aria-current={one === tab ? 'page' : undefined}
            className="inline-flex min-h-11 items-center gap-1 rounded-[10px] border border-line-strong bg-card px-3 aria-[current=page]:bg-sand aria-[current=page]:font-semibold aria-[current=page]:underline"
          >
            {t.tabs[one]}
            <span className="text-sm text-ink-2 tabular-nums">{counts[one]}</span>
          </Link>
        ))}
      </nav>
      {rows.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.emptyTab}</p>}
      <ul className="mt-3 grid gap-2">
        {rows.map((row) => (
          <Row key={row.rowNumber} row={row} words={words} toTarget={toTarget} />
        ))}
      </ul>
      <p className="mt-2 flex gap-6 print:hidden">
        {after > 0 && (
          <Link className={STEP} to={to(formatSheetQuery({ tab, after: 0 }))}>
            {t.firstRows}
          </Link>
        )}
        {next !== undefined && (
          <Link className={STEP} to={to(formatSheetQuery({ tab, after: next }))}>
            {t.nextRows}
          </Link>
        )}
      </p>
    </section>
  )
}

interface RowProps {
  row: SheetRowView
  words: SheetWords
  toTarget: SheetRowsProps['toTarget']
}

function Row({ row, words, toTarget }: RowProps) {
  const t = useMessages(sheetsMessages)
  const cells = row.payload.filter((cell) => cell !== '')
  return (
    <li className="rounded-[10px] border border-line bg-card p-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="min-w-0 break-words">{cells.slice(0, 8).join(' · ')}</span>
        {row.targetId && toTarget ? (
          <Link className="text-sm text-indigo tabular-nums underline" to={toTarget(row.targetId)}>
            {t.row(row.rowNumber)}
          </Link>
        ) : (
          <span className="text-sm text-ink-2 tabular-nums">{t.row(row.rowNumber)}</span>
        )}
      </p>
      <ul>
        {row.errors.map((note) => (
          <Note key={`${note.field} ${note.hint}`} ground="border-jiao" text={explainNote(note, { t, words })} />
        ))}
        {row.warnings.map((note) => (
          <Note key={`${note.field} ${note.hint}`} ground="border-mai" text={explainNote(note, { t, words })} />
        ))}
        {row.diff.map((change) => (
          <li key={change.field} className="mt-1 flex flex-wrap gap-x-2 text-sm">
            <span className="text-ink-2">{words.fields[change.field] ?? change.field}</span>
            <span className="break-all tabular-nums">{t.change(change.from ?? t.nothing, change.to ?? t.nothing)}</span>
          </li>
        ))}
      </ul>
    </li>
  )
}

function Note({ ground, text }: { ground: string; text: string }) {
  return <li className={`mt-1 border-l-4 pl-2 text-sm break-words ${ground}`}>{text}</li>
}
