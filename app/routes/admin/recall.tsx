import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { aftersaleMessages } from '#app/messages/aftersale.ts'
import { findRecall } from '#app/modules/aftersale/recall-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { Fact, Facts, LINK, SECONDARY } from '#app/routes/parts/refund-controls.tsx'
import { RecalledLines } from '#app/routes/parts/refund-recalled-lines.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { isUuid } from '#app/shared/ids.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'catalog:manage')
  const batchRecallId = params.batchRecallId ?? ''
  const recall = isUuid(batchRecallId) ? await findRecall(getRuntime().db, batchRecallId) : undefined
  if (!recall) throw notFound()
  // Who they are is in the file only, whose download is written down.
  const lines = recall.lines.map(({ contactName: _name, contactPhone: _phone, ...line }) => line)
  const title = aftersaleMessages[readPreferences(request).language].recall.recallTitle(recall.lotCode)
  const { notice, headers } = takeNotice(request)
  return data({ title, notice, batchRecallId, recall: { ...recall, lines } }, { headers })
}

export default function RecallPage() {
  const { notice, batchRecallId, recall } = useLoaderData<typeof loader>()
  const t = useMessages(aftersaleMessages)
  const language = useLanguage()
  return (
    <article>
      <Link className={LINK} to={paths.admin.recalls()}>
        {t.recall.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.recall.recallTitle(recall.lotCode)}</h1>
      <SupplyNotice notice={notice} />
      <p className="mt-1 text-ink-2">{language === 'zh' ? recall.cooperativeZh : recall.cooperativeEn}</p>
      <p className="mt-3 border-l-4 border-jiao pl-3">{recall.reason}</p>
      <Facts>
        <Fact name={t.recall.at}>{formatInstant(recall.at, language)}</Fact>
        <Fact name={t.recall.by}>{recall.startedBy}</Fact>
        <Fact name={t.recall.withdrawn}>{t.recall.pieces(recall.withdrawn)}</Fact>
      </Facts>
      {recall.lines.length === 0 ? (
        <p className="mt-6 rounded-2xl bg-sand p-4">{t.recall.noOrders}</p>
      ) : (
        <>
          <RecalledLines lines={recall.lines} />
          <a
            href={paths.admin.recallList(batchRecallId)}
            download
            className={`mt-6 inline-flex items-center print:hidden ${SECONDARY}`}
          >
            {t.recall.download}
          </a>
          <p className="mt-2 text-sm text-ink-2 print:hidden">{t.recall.downloadNote}</p>
        </>
      )}
    </article>
  )
}
