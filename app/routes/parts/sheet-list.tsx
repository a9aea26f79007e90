import { Link } from '@remix-run/react'
import { sheetsMessages } from '#app/messages/sheets.ts'
import type { SheetSummary } from '#app/modules/sheets/sheet-file.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

/** As a page gets it: instants as milliseconds. */
export type SheetOnList = Omit<SheetSummary, 'createdAt'> & { createdAt: number }

/** The newest files of a kind, each leading to what was read of it. */
export function SheetList({ sheets, to }: { sheets: readonly SheetOnList[]; to: (sheetId: string) => string }) {
  const t = useMessages(sheetsMessages)
  const language = useLanguage()
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl">{t.recent}</h2>
      {sheets.length === 0 && <p className="mt-3 rounded-2xl bg-sand p-4">{t.none}</p>}
      <ul className="mt-3 grid gap-3">
        {sheets.map((sheet) => (
          <li key={sheet.sheetId}>
            <Link
              to={to(sheet.sheetId)}
              className="block rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
            >
              <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-semibold break-all">{sheet.fileName}</span>
                <span>{t.states[sheet.state]}</span>
              </span>
              <span className="block text-sm text-ink-2">
                {t.rows(sheet.rowCount)} · {t.by(sheet.person, formatInstant(new Date(sheet.createdAt), language))}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
