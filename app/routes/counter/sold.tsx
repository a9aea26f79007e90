import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useActionData, useFetcher, useLoaderData } from '@remix-run/react'
import { useEffect } from 'react'
import { encode } from 'uqr'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { readSale } from '#app/modules/counter/sale-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { CARD, CounterNotice, PRIMARY, PrintButton, QUIET } from '#app/routes/parts/counter-parts.tsx'
import { SaleReceipt } from '#app/routes/parts/counter-receipt.tsx'
import {
  cancelSale,
  giveToCustomer,
  refreshSale,
  type SoldAnswer,
  showPaymentCode,
} from '#app/routes/parts/counter-sold-actions.server.ts'
import { formatOrderNo, parseOrderNo } from '#app/routes/parts/order-url.ts'
import { QrCode, type QrModules } from '#app/routes/parts/qr-code.tsx'
import { formatMoney } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

const POLL_MS = 4_000

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'counter:hand-over')
  const sale = await readSale(getRuntime().db, parseOrderNo(params.orderNo) ?? '')
  if (!sale) throw notFound()
  const { checkoutUrl, ...shown } = sale
  const qr: QrModules | undefined = checkoutUrl ? encode(checkoutUrl, { ecc: 'M' }).data : undefined
  const { notice, headers } = takeNotice(request)
  const title = counterMessages[readPreferences(request).language].sold.title(formatOrderNo(sale.orderNo))
  return data({ title, sale: shown, qr, notice }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const clerk = await requireActor(request, 'counter:hand-over')
  const sale = await readSale(getRuntime().db, parseOrderNo(params.orderNo) ?? '')
  if (!sale) throw notFound()
  const step = { clerk, sale, now: clock.now() }
  switch ((await readFields(request)).get('intent')) {
    case 'show':
      return showPaymentCode(step)
    case 'refresh':
      return refreshSale(step)
    case 'hand-over':
      return giveToCustomer(step)
    case 'cancel':
      return cancelSale(step)
    default:
      throw badRequest()
  }
}

export default function SoldPage() {
  const { title, sale, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(counterMessages).sold
  return (
    <div className="max-w-2xl">
      <div className="print:hidden">
        <h1 className="font-serif text-2xl font-bold tabular-nums">{title}</h1>
        <CounterNotice problem={useProblem(result?.problem)} notice={notice} />
        <p aria-live="polite" className="mt-3 text-lg font-semibold" data-testid="sale-status">
          {t.states[sale.status]}
        </p>
        {sale.status === 'awaiting_payment' && <Awaiting />}
        {sale.status === 'paid' && (
          <Form method="post" className="mt-4">
            <button type="submit" name="intent" value="hand-over" className={PRIMARY}>
              {t.handOver}
            </button>
          </Form>
        )}
        <p className="mt-4 flex flex-wrap gap-3">
          {sale.status === 'completed' && <PrintButton>{t.print}</PrintButton>}
          <Link to={paths.counter.sale()} className={QUIET}>
            {t.again}
          </Link>
        </p>
      </div>
      <SaleReceipt sale={sale} />
    </div>
  )
}

/** The code to pay by, and asking after it until it is paid. */
function Awaiting() {
  const { sale, qr } = useLoaderData<typeof loader>()
  const t = useMessages(counterMessages).sold
  const poll = useFetcher()
  const { submit, state } = poll
  useEffect(() => {
    if (!qr || state !== 'idle') return
    const timer = setTimeout(() => submit({ intent: 'refresh' }, { method: 'post' }), POLL_MS)
    return () => clearTimeout(timer)
  }, [qr, state, submit])
  return (
    <div className={`mt-4 ${CARD}`}>
      {qr && (
        <>
          <p className="text-center text-3xl font-semibold text-jiao tabular-nums">{formatMoney(sale.total)}</p>
          <div className="mx-auto mt-3 w-full max-w-80">
            <QrCode modules={qr} label={t.qrAlt(formatMoney(sale.total))} />
          </div>
          <p className="mt-3 text-center">{t.qrHint}</p>
        </>
      )}
      <Form method="post" className="mt-4 flex flex-wrap gap-3">
        {qr ? (
          <button type="submit" name="intent" value="refresh" className={QUIET}>
            {t.refresh}
          </button>
        ) : (
          <button type="submit" name="intent" value="show" className={PRIMARY}>
            {t.showQr}
          </button>
        )}
        <button type="submit" name="intent" value="cancel" className={QUIET}>
          {t.cancel}
        </button>
      </Form>
    </div>
  )
}

function useProblem(problem: SoldAnswer): string | undefined {
  const t = useMessages(counterMessages).sold
  switch (problem) {
    case undefined:
      return undefined
    case 'unavailable':
      return t.unavailable
    case 'notPaid':
      return t.notPaid
    case 'cannotCancelPaid':
      return t.cannotCancel.paid
    case 'cannotCancelProcessing':
      return t.cannotCancel.processing
    case 'cannotCancelEnded':
      return t.cannotCancel.ended
  }
}
