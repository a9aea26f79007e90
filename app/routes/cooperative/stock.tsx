import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { stockMessages } from '#app/messages/stock.ts'
import { listClosures, listStock } from '#app/modules/stock/stock-queries.server.ts'
import type { StockLine } from '#app/modules/stock/stock-views.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { closeByForm, reopenByForm } from '#app/routes/parts/stock-closure-steps.server.ts'
import { StockClosures } from '#app/routes/parts/stock-closures.tsx'
import { StockBadges, StockNumbers } from '#app/routes/parts/stock-figures.tsx'
import { formatStockList, parseStockList } from '#app/routes/parts/stock-list-query.ts'
import { explainStock } from '#app/routes/parts/stock-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

const PAGE_LENGTH = 50

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const query = parseStockList(new URL(request.url).searchParams)
  if (!query) throw badRequest()
  const { db } = getRuntime()
  const today = businessDate(clock.now())
  const [stock, closures] = await Promise.all([
    listStock(db, cooperativeId, { ...query, pageLength: PAGE_LENGTH, today }),
    listClosures(db, cooperativeId),
  ])
  const { notice, headers } = takeNotice(request)
  const { title } = stockMessages[readPreferences(request).language]
  return data({ title, query, stock, closures, notice, requestId: newId() }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const fields = await readFields(request)
  switch (fields.get('intent')) {
    case 'close':
      return closeByForm(fields, { manager, now: clock.now() })
    case 'reopen':
      return reopenByForm(fields, { manager })
    default:
      throw badRequest()
  }
}

export default function StockPage() {
  const { closures, notice, requestId } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(stockMessages)
  return (
    <>
      <h1 className="font-serif text-2xl">{t.title}</h1>
      <p className="mt-2 text-ink-2">{t.lead}</p>
      {result ? (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            <p className="font-semibold">{t.problemTitle}</p>
            {result.refusal && <p>{explainStock(result.refusal, t)}</p>}
          </Notice>
        </div>
      ) : (
        <SupplyNotice notice={notice} />
      )}
      <p className="mt-2 print:hidden">
        <Link to={paths.supply.imports()} className="inline-flex min-h-11 items-center text-indigo underline">
          {t.toImport}
        </Link>
      </p>
      <Search />
      <Lines />
      <Pages />
      <StockClosures closures={closures} requestId={requestId} reply={result?.reply} isOpen={result !== undefined} />
    </>
  )
}

function Search() {
  const { query } = useLoaderData<typeof loader>()
  const t = useMessages(stockMessages)
  return (
    <Form method="get" role="search" className="mt-2 flex gap-2 print:hidden">
      <input
        type="search"
        name="q"
        defaultValue={query.search}
        maxLength={60}
        aria-label={t.search}
        placeholder={t.search}
        className="min-h-11 min-w-0 flex-1 rounded-[10px] border border-line-strong bg-card px-3"
      />
      <button type="submit" className="min-h-11 rounded-[10px] border border-line-strong bg-sand px-4 font-semibold">
        {t.find}
      </button>
    </Form>
  )
}

function Lines() {
  const { query, stock } = useLoaderData<typeof loader>()
  const t = useMessages(stockMessages)
  if (stock.lines.length === 0)
    return (
      <div className="mt-4 rounded-2xl bg-sand p-6 text-center">
        <p>{query.search === '' ? t.empty : t.emptyFound(query.search)}</p>
        {query.search !== '' && (
          <Link to={paths.supply.stock()} className="inline-flex min-h-11 items-center text-indigo underline">
            {t.clear}
          </Link>
        )}
      </div>
    )
  return (
    <ul className="mt-4 grid gap-3">
      {stock.lines.map((line) => (
        <Line key={line.skuId} line={line} />
      ))}
    </ul>
  )
}

function Line({ line }: { line: StockLine }) {
  const language = useLanguage()
  return (
    <li>
      <Link
        to={paths.supply.skuStock(line.skuId)}
        className="block rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
      >
        <span className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-semibold">
            {inLanguage(line.nameZh, line.nameEn, language)} · {inLanguage(line.specZh, line.specEn, language)}
          </span>
          <span className="text-sm break-all text-ink-2">{line.code}</span>
        </span>
        <StockNumbers line={line} />
        <span className="mt-2 block">
          <StockBadges line={line} />
        </span>
      </Link>
    </li>
  )
}

const STEP = 'inline-flex min-h-11 items-center rounded-[10px] border border-line-strong bg-card px-4'

function Pages() {
  const { query, stock } = useLoaderData<typeof loader>()
  const t = useMessages(stockMessages)
  const isLast = query.page * PAGE_LENGTH >= stock.total
  if (query.page === 1 && isLast) return null
  return (
    <nav aria-label={t.title} className="mt-4 flex gap-3 print:hidden">
      {query.page > 1 && (
        <Link className={STEP} to={paths.supply.stock(formatStockList({ ...query, page: query.page - 1 }))}>
          {t.newer}
        </Link>
      )}
      {!isLast && (
        <Link className={STEP} to={paths.supply.stock(formatStockList({ ...query, page: query.page + 1 }))}>
          {t.older}
        </Link>
      )}
    </nav>
  )
}
