import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { type CounterMessages, counterMessages } from '#app/messages/counter.ts'
import { chooseRelease } from '#app/modules/counter/choose-release.server.ts'
import { listOverdue, type OverdueOrder } from '#app/modules/counter/overdue-queries.server.ts'
import { releaseChoiceSchema } from '#app/modules/counter/uncollected.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, LINK, QUIET, ShelfPlace } from '#app/routes/parts/counter-parts.tsx'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'counter:hand-over')
  const now = clock.now()
  const overdue = await listOverdue(getRuntime().db, now)
  const { notice, headers } = takeNotice(request)
  return data(
    { title: counterMessages[readPreferences(request).language].overdue.title, ...overdue, now, notice },
    { headers },
  )
}

export async function action({ request }: ActionFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const submission = await parseForm(request, releaseChoiceSchema)
  if (submission.status !== 'success') {
    const errors = submission.error ?? {}
    if (errors.orderNo) throw badRequest()
    return data({ problem: problemOf(errors) }, { status: 422 })
  }
  const { outcome, donateTo, ...form } = submission.value
  const choice = { outcome, donateTo: outcome === 'donate' ? donateTo : undefined }
  const chosen = await chooseRelease(getRuntime().db, { ...form, ...choice, clerk, now: clock.now() })
  if (!chosen.ok) return data({ problem: chosen.refusal.kind }, { status: 409 })
  return redirectWithNotice(paths.counter.overdue(), chosen.value.isReleased ? 'released' : 'releaseChosen')
}

export default function OverduePage() {
  const { orders, policy, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(counterMessages).overdue
  return (
    <div className="max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 text-ink-2">{t.lead(policy.remindAfterHours, policy.keptDays)}</p>
      <p className="text-sm text-ink-2">
        {t.rules.label} · {t.rules.fresh}: {t.rules[policy.freshOutcome]} · {t.rules.durable}:{' '}
        {t.rules[policy.durableOutcome]}
      </p>
      <CounterNotice problem={result && t[result.problem]} notice={notice} />
      {orders.length === 0 ? (
        <p className="mt-4 rounded-2xl bg-sand p-4">{t.none}</p>
      ) : (
        <ul className="mt-4 grid gap-3">
          {orders.map((order) => (
            <Overdue key={order.orderNo} order={order} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Overdue({ order }: { order: OverdueOrder }) {
  const { now, policy } = useLoaderData<typeof loader>()
  const { overdue: t, pieces } = useMessages(counterMessages)
  const language = useLanguage()
  const isDue = order.keptUntil <= now
  const facts = [
    pieces(order.pieces),
    order.isFresh && t.fresh,
    order.isReminded ? t.reminded : t.notReminded(formatInstant(order.remindAt, language)),
  ].filter(Boolean)
  return (
    <li className={CARD}>
      <p className="flex flex-wrap items-center justify-between gap-2">
        <span>
          <strong className="tabular-nums">{formatOrderNo(order.orderNo)}</strong> · {order.maskedName}
        </span>
        <ShelfPlace at={order.shelf} />
      </p>
      <p className="text-sm tabular-nums">{facts.join(' · ')}</p>
      <p className={`tabular-nums ${isDue ? 'font-semibold text-jiao' : 'text-ink-2'}`}>
        {t.keptUntil(formatInstant(order.keptUntil, language))}
        {isDue && ` · ${t.due}`}
      </p>
      {order.choice && (
        <p className="mt-2 border-l-4 border-indigo bg-indigo-soft p-2 text-sm">
          {order.choice.outcome === 'refund' ? t.chosen.refund : t.chosen.donate(order.choice.donateTo ?? '')}
        </p>
      )}
      <a href={`tel:${order.phone}`} className={LINK}>
        {t.call}
      </a>
      <Form method="post" className="mt-2 grid gap-3">
        <input type="hidden" name="orderNo" value={order.orderNo} />
        <Field
          label={t.donateTo}
          name="donateTo"
          id={`donate-to-${order.orderNo}`}
          maxLength={60}
          autoComplete="off"
          defaultValue={order.choice?.donateTo ?? policy.donateTo}
        />
        <div className="flex flex-wrap gap-3">
          <button type="submit" name="outcome" value="refund" className={QUIET}>
            {t.refund}
          </button>
          <button type="submit" name="outcome" value="donate" className={QUIET}>
            {t.donate}
          </button>
        </div>
      </Form>
    </li>
  )
}

type Problem = Extract<
  keyof CounterMessages['overdue'],
  'donateToMissing' | 'outcomeMissing' | 'tooLong' | 'notWaiting'
>

function problemOf(errors: Record<string, string[] | null>): Problem {
  if (errors.outcome) return 'outcomeMissing'
  return errors.donateTo?.includes('donateToMissing') ? 'donateToMissing' : 'tooLong'
}
