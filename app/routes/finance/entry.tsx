import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { type FinanceMessages, financeMessages } from '#app/messages/finance.ts'
import { findLateRecognition } from '#app/modules/closing/late-facts.server.ts'
import { readAccountNames } from '#app/modules/ledger/account-names.server.ts'
import type { AccountNames } from '#app/modules/ledger/account-names.ts'
import { type EntryView, findEntry } from '#app/modules/ledger/ledger-queries.server.ts'
import { type EntrySource, findEntrySource } from '#app/modules/progress/entry-source.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { Belonging } from '#app/routes/parts/entry-belonging.tsx'
import { AccountName, SideCells } from '#app/routes/parts/ledger-account.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { formatYuan, sumFen } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const { db } = getRuntime()
  const entryId = /^[1-9]\d{0,14}$/.test(params.entryId ?? '') ? Number(params.entryId) : undefined
  const entry = entryId && (await findEntry(db, entryId))
  if (!entry) throw notFound()
  const codes = entry.postings.map(({ account }) => account.code)
  const [source, late, names] = await Promise.all([
    findEntrySource(db, entry),
    findLateRecognition(db, entryId),
    readAccountNames(db, codes),
  ])
  const title = financeMessages[readPreferences(request).language].entryTitle(entry.entryId)
  return { title, entry, source, late, names }
}

export default function EntryPage() {
  const { entry, source, late, names } = useLoaderData<typeof loader>()
  const t = useMessages(financeMessages)
  return (
    <article>
      <Link
        className="inline-flex min-h-11 items-center text-indigo underline print:hidden"
        to={paths.finance.ledger()}
      >
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.entryTitle(entry.entryId)}</h1>
      <Facts entry={entry} source={source} />
      <Belonging entry={entry} late={late} />
      <Postings entry={entry} names={names} />
      <Chain entry={entry} />
    </article>
  )
}

function Facts({ entry, source }: { entry: EntryView; source: EntrySource | undefined }) {
  const t = useMessages(financeMessages)
  const language = useLanguage()
  return (
    <dl className="mt-4 grid gap-x-6 gap-y-2 sm:grid-cols-[auto_1fr]">
      <Fact name={t.book}>{t.books[entry.book]}</Fact>
      <Fact name={t.date}>{entry.businessDate}</Fact>
      <Fact name={t.occurredAt}>{formatInstant(entry.occurredAt, language)}</Fact>
      <Fact name={t.recordedAt}>{formatInstant(entry.recordedAt, language)}</Fact>
      <Fact name={t.source}>
        {t.sources[entry.sourceType] ?? entry.sourceType}{' '}
        <span className="font-mono text-xs break-all text-ink-2">{entry.sourceId}</span>
      </Fact>
      {source && (
        <Fact name={t.document}>
          <SourceLink source={source} />
        </Fact>
      )}
      {entry.reversesEntryId !== undefined && (
        <Fact name={t.sources.reversal ?? ''}>
          <EntryLink entryId={entry.reversesEntryId} words={t.reverses(entry.reversesEntryId)} />
        </Fact>
      )}
      {entry.reversedByEntryId !== undefined && (
        <Fact name={t.sources.reversal ?? ''}>
          <EntryLink entryId={entry.reversedByEntryId} words={t.reversedBy(entry.reversedByEntryId)} />
        </Fact>
      )}
    </dl>
  )
}

/** The document behind the entry, leading to its page where it has one. */
function SourceLink({ source }: { source: EntrySource }) {
  const t = useMessages(financeMessages)
  const words = describeSource(source, t, useLanguage())
  const to = placeOf(source)
  if (!to) return words
  return (
    <Link className="break-all text-indigo underline" to={to}>
      {words}
    </Link>
  )
}

function placeOf(source: EntrySource): string | undefined {
  switch (source.kind) {
    case 'statement':
      return paths.finance.statement(source.statementId)
    case 'external':
      return source.purchaseId && paths.finance.purchase(source.purchaseId)
    case 'bankLink':
      return paths.finance.bankLine(source.bankLineId)
    case 'bankOpening':
      return paths.finance.bank()
    default:
      return undefined
  }
}

function describeSource(source: EntrySource, t: FinanceMessages, language: Language): string {
  switch (source.kind) {
    case 'order':
      return t.order(source.orderNo)
    case 'decision':
      return t.decision(source.documentNo)
    case 'external':
      return t.external(source.reference)
    case 'bankLink':
      return t.bankLink(source.bookedOn, source.counterparty)
    case 'bankOpening':
      return t.bankOpening(source.openedOn)
    case 'deposit':
      return t.deposit(inLanguage(source.pointZh, source.pointEn, language), source.depositedOn)
    case 'statement':
      return t.statement(source.statementNo)
    case 'shift':
      return t.shift(inLanguage(source.pointZh, source.pointEn, language), formatInstant(source.openedAt, language))
  }
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </>
  )
}

function EntryLink({ entryId, words }: { entryId: number; words: string }) {
  return (
    <Link className="text-indigo underline" to={paths.finance.entry(entryId)}>
      {words}
    </Link>
  )
}

function Postings({ entry, names }: { entry: EntryView; names: AccountNames }) {
  const t = useMessages(financeMessages)
  const total = formatYuan(sumFen(entry.postings.map((line) => line.amount).filter((amount) => amount > 0)))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
    <section className="mt-8 overflow-x-auto" aria-label={t.postings} tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b-2 border-line-strong text-right">
            <th scope="col" className="py-2 pr-3 text-left">
              {t.line}
            </th>
            <th scope="col" className="py-2 text-left">
              {t.account}
            </th>
            <th scope="col" className="py-2 pl-3">
              {t.debit}
            </th>
            <th scope="col" className="py-2 pl-3">
              {t.credit}
            </th>
          </tr>
        </thead>
        <tbody>
          {entry.postings.map((line) => (
            <tr key={line.lineNo} className="border-t border-line align-top">
              <td className="py-1.5 pr-3 tabular-nums">{line.lineNo}</td>
              <th scope="row" className="py-1.5 text-left font-normal">
                <AccountName code={line.account.code} names={names} />
              </th>
              <SideCells amount={line.amount} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t-2 border-line-strong text-right font-semibold">
            <th scope="row" colSpan={2} className="py-2 text-left">
              {t.total}
            </th>
            <td className="py-2 pl-3 tabular-nums">{total}</td>
            <td className="py-2 pl-3 tabular-nums">{total}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function Chain({ entry }: { entry: EntryView }) {
  const t = useMessages(financeMessages)
  return (
    <section className="mt-8">
      <p className="max-w-[680px] text-sm text-ink-2">{t.chainNote}</p>
      <dl className="mt-3 space-y-3 text-sm">
        {entry.postings.map((line) => (
          <div key={line.seq} className="border-l-4 border-line-strong pl-3">
            <dt>
              {t.sequence} <span className="tabular-nums">{line.seq}</span>
            </dt>
            <dd className="font-mono text-xs break-all">
              {t.hash} {line.hash}
            </dd>
            <dd className="font-mono text-xs break-all text-ink-2">
              {t.previousHash} {line.previousHash}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 font-mono text-xs break-all text-ink-2">
        {t.inputHash} {entry.inputHash}
      </p>
    </section>
  )
}
