import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { bankMessages } from '#app/messages/bank.ts'
import { type BankLine, listBankLines, readBankPosition, readCoveredTo } from '#app/modules/bank/bank-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { BankPositionCard } from '#app/routes/parts/bank-position.tsx'
import { formatBankQuery, parseBankQuery } from '#app/routes/parts/bank-query.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

const PAGE_LENGTH = 50

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const query = parseBankQuery(new URL(request.url).searchParams)
  if (!query) throw badRequest()
  const { db } = getRuntime()
  const [position, coveredTo, { lines, next }] = await Promise.all([
    readBankPosition(db),
    readCoveredTo(db),
    listBankLines(db, { ...query, limit: PAGE_LENGTH }),
  ])
  const { notice, headers } = takeNotice(request)
  const { title } = bankMessages[readPreferences(request).language]
  return data({ title, query, position, coveredTo, lines, next, notice }, { headers })
}

export default function BankPage() {
  const { position, coveredTo, notice } = useLoaderData<typeof loader>()
  const t = useMessages(bankMessages)
  return (
    <>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      <SupplyNotice notice={notice} />
      <BankPositionCard position={position} coveredTo={coveredTo} />
      <p className="mt-4 flex flex-wrap gap-3 print:hidden">
        <Link className={BUTTON} to={paths.finance.bankImport()}>
          {t.importStatement}
        </Link>
        <Link className={BUTTON} to={paths.finance.deposits()}>
          {t.deposits}
        </Link>
        <Link className={BUTTON} to={paths.finance.bankOpening()}>
          {position.opening ? t.position.correctOpening : t.position.recordOpening}
        </Link>
      </p>
      <Lines />
    </>
  )
}

const BUTTON =
  'inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4 font-semibold hover:bg-sand'

function Lines() {
  const { query, lines, next } = useLoaderData<typeof loader>()
  const t = useMessages(bankMessages)
  return (
    <section className="mt-8">
      <nav aria-label={t.show.label} className="flex gap-2 print:hidden">
        {(['open', 'all'] as const).map((show) => (
          <Link
            key={show}
            to={paths.finance.bank(formatBankQuery({ show }))}
            aria-current={show === query.show ? 'page' : undefined}
            className="inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4 aria-[current=page]:bg-sand aria-[current=page]:font-semibold"
          >
            {t.show[show]}
          </Link>
        ))}
      </nav>
      {lines.length === 0 ? (
        <p className="mt-3 rounded-2xl bg-sand p-4">{t.none[query.show]}</p>
      ) : (
        <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
          {lines.map((line) => (
            <LineItem key={line.bankLineId} line={line} />
          ))}
        </ul>
      )}
      <p className="mt-2 flex gap-6 print:hidden">
        {query.after && (
          <Link className={STEP} to={paths.finance.bank(formatBankQuery({ show: query.show }))}>
            {t.newest}
          </Link>
        )}
        {next && (
          <Link className={STEP} to={paths.finance.bank(formatBankQuery({ show: query.show, after: next }))}>
            {t.older}
          </Link>
        )}
      </p>
    </section>
  )
}

const STEP = 'inline-flex min-h-11 items-center text-indigo underline'

function LineItem({ line }: { line: BankLine }) {
  const t = useMessages(bankMessages)
  return (
    <li>
      <Link
        to={paths.finance.bankLine(line.bankLineId)}
        className="flex flex-wrap items-baseline justify-between gap-x-4 py-3 hover:underline"
      >
        <span className="min-w-0">
          <span className="mr-3 text-sm text-ink-2 tabular-nums">{line.bookedOn}</span>
          <span className="font-semibold break-words">{line.counterparty || t.noName}</span>
          {line.purpose && <span className="block text-sm break-words text-ink-2">{line.purpose}</span>}
        </span>
        <span className="ml-auto text-right">
          <span className="tabular-nums">{formatMoney(line.amount)}</span>
          <span className={`block text-sm ${line.linkId ? 'text-huai' : 'text-mai-deep'}`}>
            {line.linkId ? t.linked : t.open}
          </span>
        </span>
      </Link>
    </li>
  )
}
