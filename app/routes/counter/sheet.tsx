import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { printSheet, type Sheet, type SheetOrder } from '#app/modules/counter/print-sheet.server.ts'
import { listSlots, type SlotLoad } from '#app/modules/counter/today-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, LINK, PrintButton, QUIET, useGoodsName } from '#app/routes/parts/counter-parts.tsx'
import { formatOrderNo } from '#app/routes/parts/order-url.ts'
import { formatInstant, formatTimeRange } from '#app/shared/display-time.ts'
import { isUuid, type PickupSlotId } from '#app/shared/ids.ts'
import { inLanguage } from '#app/shared/language.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const title = counterMessages[readPreferences(request).language].sheet.title
  const { db, env } = getRuntime()
  const now = clock.now()
  const slot = new URL(request.url).searchParams.get('slot')
  if (slot === null) return { title, now, slots: await listSlots(db, now), sheet: undefined }
  const slotId = slot as PickupSlotId
  const sheet = isUuid(slot) ? await printSheet(db, { clerk, slotId, secret: env.sessionSecret, now }) : undefined
  if (!sheet) throw notFound()
  return { title, now, slots: [], sheet }
}

export default function SheetPage() {
  const { sheet, slots } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).sheet
  return (
    <>
      <div className="print:hidden">
        <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
        <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
        <p className="mt-3 flex flex-wrap gap-3">
          {sheet && <PrintButton>{t.print}</PrintButton>}
          <Link to={paths.counter.sheetKeys()} className={QUIET}>
            {t.toKeys}
          </Link>
        </p>
      </div>
      {sheet ? <Paper sheet={sheet} /> : <Slots slots={slots} />}
    </>
  )
}

function Slots({ slots }: { slots: SlotLoad[] }) {
  const t = useMessages(counterMessages)
  const language = useLanguage()
  if (slots.length === 0) return <p className="mt-4 rounded-2xl bg-sand p-4">{t.sheet.none}</p>
  return (
    <section className="mt-6">
      <h2 className="font-serif text-xl font-bold">{t.sheet.choose}</h2>
      <ul className={`mt-2 divide-y divide-line ${CARD}`}>
        {slots.map((slot) => (
          <li key={slot.slotId}>
            <Link to={paths.counter.sheet(slot.slotId)} className={`${LINK} tabular-nums`}>
              {inLanguage(slot.pointZh, slot.pointEn, language)} ·{' '}
              {formatTimeRange(slot.startsAt, slot.endsAt, language)} · {t.today.slotLine(slot.open, slot.ready)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Paper({ sheet }: { sheet: Sheet }) {
  const { now } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).sheet
  const language = useLanguage()
  const slot = formatTimeRange(sheet.startsAt, sheet.endsAt, language)
  return (
    <section className="mt-6 overflow-x-auto print:mt-0 print:overflow-visible">
      <h2 className="font-serif text-xl font-bold">
        {t.heading(inLanguage(sheet.pointZh, sheet.pointEn, language), slot)}
      </h2>
      <p className="text-sm text-ink-2">{t.printedAt(formatInstant(now, language))}</p>
      {sheet.orders.length === 0 ? (
        <p className="mt-3">{t.empty}</p>
      ) : (
        <table className="mt-3 w-full border-collapse text-sm">
          <thead>
            <tr className="border-b-2 border-line-strong text-left">
              {[t.given, t.key, t.goods, t.open, t.here].map((head) => (
                <th key={head} scope="col" className="py-1.5 pr-3">
                  {head}
                </th>
              ))}
              <th scope="col" className="hidden py-1.5 sm:table-cell print:table-cell">
                {t.signature}
              </th>
            </tr>
          </thead>
          {sheet.orders.map((order) => (
            <PaperOrder key={order.orderNo} order={order} />
          ))}
        </table>
      )}
    </section>
  )
}

function PaperOrder({ order }: { order: SheetOrder }) {
  const t = useMessages(counterMessages).sheet
  const named = useGoodsName()
  return (
    <tbody className="break-inside-avoid border-b-2 border-line">
      <tr>
        <th scope="rowgroup" colSpan={6} className="pt-3 text-left">
          {t.tail(order.phoneTail)} · {order.maskedName} ·{' '}
          <span className="font-normal tabular-nums">{formatOrderNo(order.orderNo)}</span>
        </th>
      </tr>
      {order.lines.map((line) => {
        const { name, spec } = named(line)
        return (
          <tr key={line.orderLineId} className="border-t border-line align-top">
            <td className="py-2 pr-3">
              <span aria-hidden="true" className="inline-block size-5 border-2 border-line-strong" />
            </td>
            <td className="py-2 pr-3 font-mono whitespace-nowrap">
              {line.key.slice(0, 4)}-{line.key.slice(4)}
            </td>
            <td className="py-2 pr-3">
              {name} {spec}
            </td>
            <td className="py-2 pr-3 tabular-nums">{line.open}</td>
            <td className="py-2 pr-3 tabular-nums">{line.here}</td>
            <td className="hidden w-28 py-2 sm:table-cell print:table-cell" />
          </tr>
        )
      })}
    </tbody>
  )
}
