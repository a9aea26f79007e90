import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import { groupByPlace, totalByProduct } from '#app/modules/fulfillment/cut-off.ts'
import { findPendingChanges, readCutOff } from '#app/modules/fulfillment/cut-off-queries.server.ts'
import { reviseCutOff } from '#app/modules/fulfillment/revise-cut-off.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { ChangeList, CutOffFiles, NewerRevision, PendingChanges } from '#app/routes/parts/supply-cut-off-parts.tsx'
import { PackTables, PickTable } from '#app/routes/parts/supply-cut-off-tables.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { readRevision } from '#app/routes/parts/supply-params.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const { number, revision } = readRevision(params)
  const { db } = getRuntime()
  const [cutOff, pending] = await Promise.all([
    readCutOff(db, cooperativeId, { number, revision }),
    findPendingChanges(db, cooperativeId, number),
  ])
  if (!cutOff) throw notFound()
  const { notice, headers } = takeNotice(request)
  const title = cooperativeMessages[readPreferences(request).language].cutOff.title(number, revision)
  const tables = { products: totalByProduct(cutOff.snapshot), places: groupByPlace(cutOff.snapshot) }
  return data({ title, cutOff, pending, tables, notice }, { headers })
}

/** Makes the revision after the one the address names. */
export async function action({ request, params }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const { number, revision } = readRevision(params)
  const next = { manager, number, revision: revision + 1, now: clock.now() }
  const result = await reviseCutOff(getRuntime().db, next)
  if (result.ok) return redirectWithNotice(paths.supply.cutOff(number, next.revision), 'cutOffTaken')
  const { refusal } = result
  if (refusal.kind === 'notFound') throw notFound()
  return data(refusal, { status: 409 })
}

export default function CutOffPage() {
  const { title, cutOff, pending, tables, notice } = useLoaderData<typeof loader>()
  const refusal = useActionData<typeof action>()
  const t = useMessages(cooperativeMessages)
  const language = useLanguage()
  const { number, revision, latestRevision, snapshot, changes } = cutOff
  const isNewest = revision === latestRevision
  return (
    <>
      <h1 className="font-serif text-2xl">{title}</h1>
      <p className="mt-2 text-sm text-ink-2">
        {t.cutOff.until(formatInstant(cutOff.paidUntil, language), formatInstant(cutOff.cutAt, language))}
      </p>
      {refusal ? (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {t.refusals[refusal.kind]()}
          </Notice>
        </div>
      ) : (
        <SupplyNotice notice={notice} />
      )}
      {!isNewest && <NewerRevision number={number} latestRevision={latestRevision} />}
      {isNewest && pending && <PendingChanges changes={pending} nextRevision={revision + 1} />}
      <CutOffFiles number={number} revision={revision} />
      {changes && (
        <section className="mt-8">
          <h2 className="font-serif text-xl">{t.cutOff.changes}</h2>
          <ChangeList changes={changes} />
        </section>
      )}
      <PickTable products={tables.products} totals={snapshot.totals} />
      <PackTables places={tables.places} />
    </>
  )
}
