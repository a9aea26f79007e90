import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { type CooperativeMessages, cooperativeMessages } from '#app/messages/cooperative.ts'
import { cutOffNumberSchema } from '#app/modules/fulfillment/cut-off.ts'
import { listCutOffs } from '#app/modules/fulfillment/cut-off-queries.server.ts'
import { type TakeCutOffRefusal, takeCutOff } from '#app/modules/fulfillment/take-cut-off.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const list = await listCutOffs(getRuntime().db, cooperativeId, clock.now())
  return { title: cooperativeMessages[readPreferences(request).language].cutOffs.title, ...list }
}

export async function action({ request }: ActionFunctionArgs) {
  const manager = await requireManager(request)
  const submission = await parseForm(request, cutOffNumberSchema)
  if (submission.status !== 'success') throw badRequest()
  const { number } = submission.value
  const result = await takeCutOff(getRuntime().db, { manager, number, now: clock.now() })
  if (!result.ok) return data(result.refusal, { status: 409 })
  return redirectWithNotice(paths.supply.cutOff(number, result.value.revision), 'cutOffTaken')
}

export default function CutOffsPage() {
  const { cutOffs, next } = useLoaderData<typeof loader>()
  const refusal = useActionData<typeof action>()
  const messages = useMessages(cooperativeMessages)
  const { cutOffs: t } = messages
  const language = useLanguage()
  return (
    <>
      <h1 className="font-serif text-2xl">{t.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      {refusal && (
        <div className="mt-4">
          <Notice tone="error" role="alert">
            {explain(refusal, messages)}
          </Notice>
        </div>
      )}
      <section className="mt-6 rounded-2xl border border-line bg-card p-4">
        <p>{next.totals.lines === 0 ? t.noneWaiting : t.waiting(next.totals.orders, next.totals.pieces)}</p>
        {next.totals.lines > 0 && (
          <Form method="post" className="mt-3">
            <input type="hidden" name="number" value={next.number} />
            <button
              type="submit"
              className="min-h-12 w-full rounded-[10px] bg-jiao-fill px-5 text-lg font-semibold text-white hover:bg-jiao-deep sm:w-auto"
            >
              {t.take(next.number)}
            </button>
          </Form>
        )}
      </section>
      {cutOffs.length === 0 ? (
        <p className="mt-6 rounded-2xl bg-sand p-6 text-center">{t.empty}</p>
      ) : (
        <ul className="mt-6 grid gap-3">
          {cutOffs.map(({ number, revision, cutAt, totals }) => (
            <li key={number}>
              <Link
                to={paths.supply.cutOff(number, revision)}
                className="flex min-h-16 flex-wrap items-baseline justify-between gap-x-4 rounded-2xl border border-line bg-card p-4 hover:border-line-strong"
              >
                <span className="font-semibold tabular-nums">{t.entry(number, revision)}</span>
                <span className="tabular-nums">{t.totals(totals.orders, totals.pieces)}</span>
                <span className="w-full text-sm text-ink-2">{formatInstant(cutAt, language)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function explain(refusal: TakeCutOffRefusal, { refusals }: CooperativeMessages): string {
  switch (refusal.kind) {
    case 'nothingNew':
      return refusals.nothingNew()
    case 'outOfTurn':
      return refusals.outOfTurn()
  }
}
