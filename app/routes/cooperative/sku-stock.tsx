import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { Fragment } from 'react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { stockMessages } from '#app/messages/stock.ts'
import { listMovements } from '#app/modules/stock/movement-queries.server.ts'
import { readSkuStock } from '#app/modules/stock/stock-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { StockChangeForm, StockCountForm } from '#app/routes/parts/stock-count-forms.tsx'
import { StockBadges, StockBatches, StockNumbers } from '#app/routes/parts/stock-figures.tsx'
import { StockHistory } from '#app/routes/parts/stock-history.tsx'
import { parseBefore } from '#app/routes/parts/stock-list-query.ts'
import { StockPresaleForm } from '#app/routes/parts/stock-presale-form.tsx'
import { StockReceiveForm } from '#app/routes/parts/stock-receive-form.tsx'
import {
  changeByForm,
  countByForm,
  endPresaleByForm,
  presaleByForm,
  receiveByForm,
} from '#app/routes/parts/stock-steps.server.ts'
import { explainStock } from '#app/routes/parts/stock-words.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

const HISTORY_LENGTH = 30

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const before = parseBefore(new URL(request.url).searchParams)
  if (before === null) throw badRequest()
  const [{ db }, { skuId = '' }] = [getRuntime(), params]
  const sku = await readSkuStock(db, cooperativeId, { skuId, today: businessDate(clock.now()) })
  const history = sku && (await listMovements(db, cooperativeId, { skuId, before, limit: HISTORY_LENGTH }))
  if (!sku || !history) throw notFound()
  const { notice, headers } = takeNotice(request)
  const { title } = stockMessages[readPreferences(request).language]
  return data({ title, sku, history, notice, isNewest: before === undefined, requestId: newId() }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const step = { manager, skuId: params.skuId ?? '', now: clock.now() }
  const fields = await readFields(request)
  switch (fields.get('intent')) {
    case 'receive':
      return receiveByForm(fields, step)
    case 'count':
      return countByForm(fields, step)
    case 'change':
      return changeByForm(fields, step)
    case 'presale':
      return presaleByForm(fields, step)
    case 'endPresale':
      return endPresaleByForm(step)
    default:
      throw badRequest()
  }
}

export default function SkuStockPage() {
  const { sku, history, notice, isNewest, requestId } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(stockMessages)
  const language = useLanguage()
  const answerTo = (form: 'receive' | 'count' | 'change' | 'presale') => ({
    reply: result?.form === form ? result.reply : undefined,
    isOpen: result?.form === form,
  })
  return (
    <>
      <p className="print:hidden">
        <Link to={paths.supply.stock()} className="inline-flex min-h-11 items-center text-indigo underline">
          {t.back}
        </Link>
      </p>
      <h1 className="font-serif text-2xl">
        {inLanguage(sku.nameZh, sku.nameEn, language)} · {inLanguage(sku.specZh, sku.specEn, language)}
      </h1>
      <p className="text-sm break-all text-ink-2">{sku.code}</p>
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
      <div className="mt-4 rounded-2xl border border-line bg-card p-4">
        <StockNumbers line={sku} />
        <div className="mt-2">
          <StockBadges line={sku} />
        </div>
      </div>
      {/* What was sent is done with: the next forms are others, filled in anew. */}
      <Fragment key={requestId}>
        <StockReceiveForm requestId={requestId} {...answerTo('receive')} />
        <StockCountForm onHand={sku.onHand} requestId={requestId} {...answerTo('count')} />
        <StockChangeForm requestId={requestId} {...answerTo('change')} />
        <StockPresaleForm presale={sku.presale} soldBeyond={sku.soldBeyond} {...answerTo('presale')} />
      </Fragment>
      <StockBatches batches={sku.batches} />
      <StockHistory skuId={sku.skuId} history={history} isNewest={isNewest} />
    </>
  )
}
