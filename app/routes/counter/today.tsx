import { data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { readToday, type SlotLoad } from '#app/modules/counter/today-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, FindForm, LINK } from '#app/routes/parts/counter-parts.tsx'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { formatClock, formatTimeRange } from '#app/shared/display-time.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const now = clock.now()
  const today = await readToday(getRuntime().db, clerk.personId, now)
  const { notice, headers } = takeNotice(request)
  return data(
    { title: counterMessages[readPreferences(request).language].today.title, today, notice, now },
    { headers },
  )
}

export default function TodayPage() {
  const { today, notice } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).today
  return (
    <>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <CounterNotice notice={notice} />
      <section aria-label={t.scan} className={`mt-4 ${CARD}`}>
        <FindForm isFocused={false} />
      </section>
      <ul className="mt-4 grid grid-cols-1 gap-3 sm:grid-cols-3">
        <Figure to={paths.counter.receiving()} label={t.onTheWay} count={today.onTheWay} />
        <Figure to={paths.counter.deliveries()} label={t.forBuildings} count={today.forBuildings} />
        <Figure to={paths.counter.overdue()} label={t.overdue} count={today.overdue} />
      </ul>
      <Slots />
      <Shifts />
    </>
  )
}

function Figure({ to, label, count }: { to: string; label: string; count: number }) {
  const t = useMessages(counterMessages).today
  return (
    <li>
      <Link to={to} className={`flex min-h-16 items-center justify-between gap-3 ${CARD} hover:bg-sand`}>
        <span>{label}</span>
        <strong className="text-2xl tabular-nums">{count === 0 ? t.noWork : count}</strong>
      </Link>
    </li>
  )
}

function Slots() {
  const { today } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).today
  return (
    <section className="mt-6">
      <h2 className="font-serif text-xl font-bold">{t.slots}</h2>
      {today.slots.length === 0 ? (
        <p className="mt-2 rounded-2xl bg-sand p-4">{t.slotsNone}</p>
      ) : (
        <ul className="mt-2 grid gap-3">
          {today.slots.map((slot) => (
            <Slot key={slot.slotId} slot={slot} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Slot({ slot }: { slot: SlotLoad }) {
  const { now } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).today
  const language = useLanguage()
  const isNow = slot.startsAt <= now && now <= slot.endsAt
  return (
    <li className={`flex flex-wrap items-center justify-between gap-x-4 gap-y-1 ${CARD}`}>
      <div>
        <p className="font-semibold tabular-nums">
          {formatTimeRange(slot.startsAt, slot.endsAt, language)}
          {isNow && <span className="ml-2 rounded-full bg-huai-soft px-2 text-sm text-huai">{t.now}</span>}
        </p>
        <p className="text-sm text-ink-2">
          {inLanguage(slot.pointZh, slot.pointEn, language)} · {t.slotLine(slot.open, slot.ready)}
        </p>
      </div>
      <Link to={paths.counter.sheet(slot.slotId)} className={LINK}>
        {t.print}
      </Link>
    </li>
  )
}

function Shifts() {
  const { today } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).today
  const language = useLanguage()
  return (
    <section className="mt-6">
      <h2 className="font-serif text-xl font-bold">{t.shift}</h2>
      {today.shifts.length === 0 && <p className="mt-2">{t.shiftNone}</p>}
      <ul className="mt-2">
        {today.shifts.map((shift) => (
          <li key={shift.shiftId}>
            <Link to={paths.counter.shiftReport(shift.shiftId)} className={LINK}>
              {t.shiftOpen(inLanguage(shift.pointZh, shift.pointEn, language), formatClock(shift.openedAt, language))}
            </Link>
          </li>
        ))}
      </ul>
      {today.shifts.length === 0 && (
        <Link to={paths.counter.shift()} className={LINK}>
          {t.toShift}
        </Link>
      )}
      {today.unfinishedSales.length > 0 && (
        <>
          <h3 className="mt-4 font-semibold">{t.unfinished}</h3>
          <ul>
            {today.unfinishedSales.map(({ orderNo }) => (
              <li key={orderNo}>
                <Link to={paths.counter.sold(orderNo)} className={`${LINK} tabular-nums`}>
                  {formatOrderNo(orderNo)}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
