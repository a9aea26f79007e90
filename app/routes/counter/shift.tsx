import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import {
  listCashRefunds,
  listOpenShifts,
  listPoints,
  type ShiftSummary,
} from '#app/modules/counter/shift-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, LINK, PRIMARY, QUIET } from '#app/routes/parts/counter-parts.tsx'
import { closeByForm, openByForm, payOutByForm } from '#app/routes/parts/counter-shift-actions.server.ts'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatMoney } from '#app/shared/money.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const { db } = getRuntime()
  const [shifts, points, refunds] = await Promise.all([
    listOpenShifts(db, clerk.personId),
    listPoints(db),
    listCashRefunds(db),
  ])
  const { notice, headers } = takeNotice(request)
  return data(
    { title: counterMessages[readPreferences(request).language].shift.title, shifts, points, refunds, notice },
    { headers },
  )
}

export async function action({ request }: ActionFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const step = { clerk, language: readPreferences(request).language, now: clock.now() }
  const fields = await readFields(request)
  switch (fields.get('intent')) {
    case 'open':
      return openByForm(fields, step)
    case 'close':
      return closeByForm(fields, step)
    case 'pay-out':
      return payOutByForm(fields, step)
    default:
      throw badRequest()
  }
}

export default function ShiftPage() {
  const { shifts, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(counterMessages).shift
  return (
    <div className="max-w-2xl">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <CounterNotice problem={result?.problem} notice={notice} />
      {shifts.length > 0 && (
        <section className="mt-4">
          <h2 className="font-serif text-xl font-bold">{t.yours}</h2>
          <ul className="mt-2 grid gap-3">
            {shifts.map((shift) => (
              <OpenShift key={shift.shiftId} shift={shift} />
            ))}
          </ul>
        </section>
      )}
      <OpenForm />
      <CashRefunds />
    </div>
  )
}

function OpenShift({ shift }: { shift: ShiftSummary }) {
  const { shift: t, today } = useMessages(counterMessages)
  const language = useLanguage()
  const point = inLanguage(shift.pointZh, shift.pointEn, language)
  return (
    <li className={CARD}>
      <p className="flex flex-wrap items-center justify-between gap-2">
        <strong>{today.shiftOpen(point, formatInstant(shift.openedAt, language))}</strong>
        <Link to={paths.counter.shiftReport(shift.shiftId)} className={LINK}>
          {t.toReport}
        </Link>
      </p>
      <Form method="post" className="mt-2 grid gap-3">
        <input type="hidden" name="intent" value="close" />
        <input type="hidden" name="shiftId" value={shift.shiftId} />
        <p className="text-sm text-ink-2">{t.closeHint}</p>
        <Field
          label={t.cashNow}
          hint={t.cashHint}
          name="cash"
          id={`cash-${shift.shiftId}`}
          inputMode="decimal"
          maxLength={12}
          autoComplete="off"
          required
        />
        <Field label={t.note} name="note" id={`note-${shift.shiftId}`} maxLength={200} autoComplete="off" />
        <button type="submit" className={PRIMARY}>
          {t.closeSubmit}
        </button>
      </Form>
    </li>
  )
}

function OpenForm() {
  const { points, shifts } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).shift
  const language = useLanguage()
  const closed = points.filter((point) => !shifts.some((shift) => shift.pointId === point.pointId))
  if (closed.length === 0) return null
  return (
    <section className="mt-6">
      <h2 className="font-serif text-xl font-bold">{t.open}</h2>
      {/* Another point, another count: what was typed for the one before is done with. */}
      <Form key={closed.length} method="post" className={`mt-2 grid gap-3 ${CARD}`}>
        <input type="hidden" name="intent" value="open" />
        <Field label={t.point} name="pickupPointId">
          {(control) => (
            <select {...control}>
              {closed.map((point) => (
                <option key={point.pointId} value={point.pointId}>
                  {inLanguage(point.nameZh, point.nameEn, language)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label={t.cashNow}
          hint={t.cashHint}
          name="cash"
          id="opening-cash"
          inputMode="decimal"
          maxLength={12}
          autoComplete="off"
          required
        />
        <button type="submit" className={shifts.length === 0 ? PRIMARY : QUIET}>
          {t.openSubmit}
        </button>
      </Form>
    </section>
  )
}

function CashRefunds() {
  const { refunds, shifts } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).shift
  const language = useLanguage()
  return (
    <section className="mt-6">
      <h2 className="font-serif text-xl font-bold">{t.refunds}</h2>
      <p className="text-sm text-ink-2">{refunds.length === 0 ? t.refundsNone : t.refundsHint}</p>
      {refunds.length > 0 && shifts.length === 0 && <p className="mt-2">{t.needShift}</p>}
      <ul className="mt-2 grid gap-3">
        {refunds.map((refund) => (
          <li key={refund.refundId} className={CARD}>
            <p className="flex flex-wrap items-baseline justify-between gap-2">
              <span className="tabular-nums">
                {formatOrderNo(refund.orderNo)} · {formatInstant(refund.decidedAt, language)}
              </span>
              <strong className="text-xl tabular-nums">{formatMoney(refund.amount)}</strong>
            </p>
            {shifts.length > 0 && (
              <Form method="post" className="mt-2 flex flex-wrap items-end gap-3">
                <input type="hidden" name="intent" value="pay-out" />
                <input type="hidden" name="refundId" value={refund.refundId} />
                <Field label={t.from} name="shiftId" id={`drawer-${refund.refundId}`}>
                  {(control) => (
                    <select {...control}>
                      {shifts.map((shift) => (
                        <option key={shift.shiftId} value={shift.shiftId}>
                          {inLanguage(shift.pointZh, shift.pointEn, language)}
                        </option>
                      ))}
                    </select>
                  )}
                </Field>
                <button type="submit" className={QUIET}>
                  {t.paidOut}
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
