import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { evidencePacksMessages } from '#app/messages/evidence-packs.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { onPage, readPack } from '#app/routes/parts/pack-view.server.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatInstant } from '#app/shared/display-time.ts'
import { formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

const POLL_MS = 2_000
const MEGABYTE = 1024 * 1024

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const pack = await readPack(params)
  const { notice, headers } = takeNotice(request)
  const title = evidencePacksMessages[readPreferences(request).language].packTitle(pack.scope.from, pack.scope.to)
  const mayDownload = asActor(reader, 'progress:export') !== undefined
  return data({ title, pack: onPage(pack), notice, mayDownload }, { headers })
}

export default function EvidencePackPage() {
  const { title, pack, notice, mayDownload } = useLoaderData<typeof loader>()
  const t = useMessages(evidencePacksMessages)
  const language = useLanguage()
  const isWaiting = pack.state === 'queued' || pack.state === 'running'
  return (
    <>
      <Link
        to={paths.finance.evidence()}
        className="inline-flex min-h-11 items-center text-indigo underline print:hidden"
      >
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold tabular-nums">{title}</h1>
      <p className="text-sm text-ink-2">
        {t.states[pack.state]} · {t.by(pack.askedBy, formatInstant(new Date(pack.askedAt), language))}
      </p>
      <SupplyNotice notice={notice} />
      {isWaiting && <Progress />}
      {pack.state === 'failed' && (
        <div className="mt-4">
          <Notice tone="error">{t.failedText}</Notice>
        </div>
      )}
      <Whole />
      {pack.whole && mayDownload && (
        <p className="mt-6 print:hidden">
          <a
            href={paths.finance.evidenceFile(pack.packId)}
            className="inline-flex min-h-12 items-center rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep"
          >
            {t.download}
          </a>
        </p>
      )}
    </>
  )
}

function Whole() {
  const { pack } = useLoaderData<typeof loader>()
  const t = useMessages(evidencePacksMessages)
  const { whole } = pack
  if (!whole) return null
  const facts = [
    [t.lines, String(whole.lines)],
    [t.amount, formatMoney(whole.amount)],
    [t.lacking, String(whole.missing)],
    [t.size, t.bytes((Math.ceil((whole.byteCount / MEGABYTE) * 10) / 10).toString())],
  ]
  return (
    <>
      <dl className="mt-6 grid gap-x-6 gap-y-2 tabular-nums sm:grid-cols-[auto_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-2">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <dt className="text-ink-2">{t.number}</dt>
        <dd data-testid="pack-number" className="font-mono text-xs break-all">
          {whole.manifestSha256}
        </dd>
      </dl>
      <section className="mt-6">
        <h2 className="font-serif text-xl font-bold">{t.verify}</h2>
        <p className="mt-2 text-ink-2">{t.verifyText}</p>
        <p className="mt-2 rounded-[10px] bg-sand p-3 font-mono text-sm break-all">npm run verify-pack -- pack.zip</p>
      </section>
    </>
  )
}

/** How far it is: asked again by itself, or by the link where there are no scripts. */
function Progress() {
  const { pack } = useLoaderData<typeof loader>()
  const t = useMessages(evidencePacksMessages)
  const { revalidate } = useRevalidator()
  useEffect(() => {
    const timer = setInterval(revalidate, POLL_MS)
    return () => clearInterval(timer)
  }, [revalidate])
  return (
    <div className="mt-4">
      <Notice tone="info" role="status">
        <p className="tabular-nums">{t.running(pack.linesDone)}</p>
        <Link
          to={paths.finance.evidencePack(pack.packId)}
          className="inline-flex min-h-11 items-center text-indigo underline"
          reloadDocument
        >
          {t.refresh}
        </Link>
      </Notice>
    </div>
  )
}
