import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { financeMessages } from '#app/messages/finance.ts'
import { readAccountNames } from '#app/modules/ledger/account-names.server.ts'
import { BOOKS } from '#app/modules/ledger/accounts.ts'
import { type AccountBalance, listJournal, readTrialBalance } from '#app/modules/ledger/ledger-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { formatJournalQuery, type JournalQuery, parseJournalQuery } from '#app/routes/parts/journal-query.ts'
import { AccountName } from '#app/routes/parts/ledger-account.tsx'
import { formatYuan, negateFen, sumFen } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

const PAGE_LENGTH = 50

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const query = parseJournalQuery(new URL(request.url).searchParams)
  if (!query) throw badRequest()
  const { db } = getRuntime()
  const [balances, journal] = await Promise.all([
    readTrialBalance(db, query.book),
    listJournal(db, { ...query, limit: PAGE_LENGTH }),
  ])
  const codes = balances.map(({ code }) => code)
  const names = await readAccountNames(db, codes)
  return { title: financeMessages[readPreferences(request).language].ledgerTitle, query, balances, journal, names }
}

export default function LedgerPage() {
  const { query } = useLoaderData<typeof loader>()
  const t = useMessages(financeMessages)
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.ledgerTitle}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <nav aria-label={t.book} className="mt-4 flex gap-2 print:hidden">
        {BOOKS.map((book) => (
          <Link
            key={book}
            to={paths.finance.ledger(formatJournalQuery({ book }))}
            aria-current={book === query.book ? 'page' : undefined}
            className="inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4 aria-[current=page]:bg-sand aria-[current=page]:font-semibold"
          >
            {t.books[book]}
          </Link>
        ))}
      </nav>
      <TrialBalance book={t.books[query.book]} />
      <Journal />
    </div>
  )
}

function TrialBalance({ book }: { book: string }) {
  const { balances, names } = useLoaderData<typeof loader>()
  const t = useMessages(financeMessages)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-8 overflow-x-auto" aria-label={t.trialBalance(book)} tabIndex={0}>
      <h2 className="font-serif text-xl font-bold">{t.trialBalance(book)}</h2>
      {balances.length === 0 ? (
        <p className="mt-3 rounded-2xl bg-sand p-4">{t.noLines}</p>
      ) : (
        <table className="mt-3 w-full border-collapse text-sm">
          <thead>
            <tr className="border-b-2 border-line-strong text-right">
              <th scope="col" className="py-2 text-left">
                {t.account}
              </th>
              <th scope="col" className="py-2 pl-3 text-left whitespace-nowrap">
                {t.kind}
              </th>
              {[t.lines, t.debit, t.credit, t.balance].map((head) => (
                <th key={head} scope="col" className="py-2 pl-3 whitespace-nowrap">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {balances.map((row) => (
              <tr key={row.code} className="border-t border-line align-top">
                <th scope="row" className="min-w-44 py-1.5 text-left font-normal">
                  <AccountName code={row.code} names={names} />
                </th>
                <td className="py-1.5 pl-3 whitespace-nowrap">{t.kinds[row.kind]}</td>
                <td className="py-1.5 pl-3 text-right tabular-nums">{row.lineCount}</td>
                <td className="py-1.5 pl-3 text-right tabular-nums">{formatYuan(row.debit)}</td>
                <td className="py-1.5 pl-3 text-right tabular-nums">{formatYuan(row.credit)}</td>
                <td className="py-1.5 pl-3 text-right whitespace-nowrap tabular-nums">{sideOf(row, t)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="border-t-2 border-line-strong text-right font-semibold">
              <th scope="row" colSpan={3} className="py-2 text-left">
                {t.total}
              </th>
              <td className="py-2 pl-3 tabular-nums">{formatYuan(sumFen(balances.map((row) => row.debit)))}</td>
              <td className="py-2 pl-3 tabular-nums">{formatYuan(sumFen(balances.map((row) => row.credit)))}</td>
              <td data-testid="trial-balance" className="py-2 pl-3 tabular-nums">
                {formatYuan(sumFen(balances.map((row) => row.balance)))}
              </td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  )
}

function sideOf({ balance }: AccountBalance, t: { debitSide: string; creditSide: string; level: string }): string {
  if (balance === 0) return t.level
  return balance > 0 ? `${t.debitSide} ${formatYuan(balance)}` : `${t.creditSide} ${formatYuan(negateFen(balance))}`
}

function Journal() {
  const { query, journal } = useLoaderData<typeof loader>()
  const t = useMessages(financeMessages)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-10 overflow-x-auto" aria-label={t.journal(t.books[query.book])} tabIndex={0}>
      <h2 className="font-serif text-xl font-bold">{t.journal(t.books[query.book])}</h2>
      <Period query={query} />
      {journal.lines.length === 0 ? (
        <p className="mt-3 rounded-2xl bg-sand p-4">{t.noEntries}</p>
      ) : (
        <table className="mt-3 w-full border-collapse text-sm">
          <thead>
            <tr className="border-b-2 border-line-strong text-left">
              {[t.date, t.entry, t.source].map((head) => (
                <th key={head} scope="col" className="py-2 pr-3">
                  {head}
                </th>
              ))}
              <th scope="col" className="py-2 text-right">
                {t.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {journal.lines.map((line) => (
              <tr key={line.entryId} className="border-t border-line align-top">
                <td className="py-1.5 pr-3 whitespace-nowrap tabular-nums">{line.businessDate}</td>
                <td className="py-1.5 pr-3">
                  <Link className="text-indigo underline tabular-nums" to={paths.finance.entry(line.entryId)}>
                    {line.entryId}
                  </Link>
                </td>
                <td className="py-1.5 pr-3">
                  {t.sources[line.sourceType] ?? line.sourceType}
                  <span className="block font-mono text-xs break-all text-ink-2">{line.sourceId}</span>
                </td>
                <td className="py-1.5 text-right tabular-nums">{formatYuan(line.amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <nav aria-label={t.journal(t.books[query.book])} className="mt-4 flex gap-6 print:hidden">
        {query.after && (
          <Link className={STEP} to={paths.finance.ledger(formatJournalQuery({ ...query, after: undefined }))}>
            {t.newest}
          </Link>
        )}
        {journal.next && (
          <Link className={STEP} to={paths.finance.ledger(formatJournalQuery({ ...query, after: journal.next }))}>
            {t.older}
          </Link>
        )}
      </nav>
    </section>
  )
}

const STEP = 'inline-flex min-h-11 items-center text-indigo underline'

function Period({ query }: { query: JournalQuery }) {
  const t = useMessages(financeMessages)
  const field = 'ml-2 min-h-11 rounded-[10px] border border-line-strong bg-card px-3'
  return (
    <Form method="get" className="mt-3 flex flex-wrap items-center gap-3 text-sm print:hidden">
      <input type="hidden" name="book" value={query.book} />
      <label>
        {t.from}
        <input type="date" name="from" defaultValue={query.from} className={field} />
      </label>
      <label>
        {t.to}
        <input type="date" name="to" defaultValue={query.to} className={field} />
      </label>
      <button type="submit" className="min-h-11 rounded-[10px] border border-line-strong bg-sand px-4 font-semibold">
        {t.filter}
      </button>
    </Form>
  )
}
