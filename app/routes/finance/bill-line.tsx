import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { billsMessages } from '#app/messages/bills.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { explainBill } from '#app/modules/reconciliation/explain-bill.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { BillLinks } from '#app/routes/parts/bill-rows.tsx'
import { readBillOf } from '#app/routes/parts/bill-view.server.ts'
import { withNotice } from '#app/routes/parts/notice-page.server.ts'
import { Explained, ExplainForm } from '#app/routes/parts/reconciliation-explain.tsx'
import { answerExplanation } from '#app/routes/parts/reconciliation-steps.server.ts'
import { Refused } from '#app/routes/parts/refund-answer.tsx'
import { Fact, Facts, LINK } from '#app/routes/parts/refund-controls.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { formatYuan } from '#app/shared/money.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const bill = await readBillOf(params)
  const isOpen = bill.state !== 'matched' && bill.state !== 'explained'
  const { title } = billsMessages[readPreferences(request).language].line
  return withNotice(request, { title, bill, mayExplain: isOpen && Boolean(asActor(reader, 'reconciliation:match')) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const officer = await requireActor(request, 'reconciliation:match')
  const { billLineId } = await readBillOf(params)
  return answerExplanation(request, {
    to: paths.finance.billLine(billLineId),
    explain: (reason) => explainBill(getRuntime().db, { billLineId, officer, reason, now: clock.now() }),
  })
}

export default function BillLinePage() {
  const { bill, mayExplain, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(billsMessages)
  const mono = (text: string) => <span className="font-mono text-sm break-all">{text}</span>
  return (
    <article className="mx-auto max-w-3xl">
      <Link className={LINK} to={paths.finance.bills(`show=${bill.state}`)}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{t.line.title}</h1>
      <SupplyNotice notice={notice} />
      <Refused>{result?.refused}</Refused>
      <Facts>
        <Fact name={t.states[bill.state]}>{t.stateLeads[bill.state]}</Fact>
        <Fact name={t.columns.wallet}>
          {t.wallets[bill.wallet]} · {bill.isRefund ? t.refund : t.payment}
        </Fact>
        <Fact name={t.columns.day}>{bill.day}</Fact>
        <Fact name={t.columns.amount}>{formatYuan(bill.amount)}</Fact>
        <Fact name={t.columns.booked}>{bill.booked === undefined ? t.line.notBooked : formatYuan(bill.booked)}</Fact>
        <Fact name={t.columns.merchant}>{mono(bill.merchantOrderNo)}</Fact>
        <Fact name={t.line.walletNo}>{mono(bill.walletNo)}</Fact>
        {bill.refundState && <Fact name={t.line.refundState}>{bill.refundState}</Fact>}
      </Facts>
      <p className="flex flex-wrap gap-x-4">
        <BillLinks row={{ ...bill, billLineId: undefined }} />
        {bill.sheetId && (
          <Link className={LINK} to={paths.finance.bill(bill.sheetId)}>
            {t.file}
          </Link>
        )}
      </p>
      <Explained by={bill.explainedBy} at={bill.explainedAt} words={bill.explanation} />
      {mayExplain && <ExplainForm text={t.line.explainText} reply={result?.reply} />}
    </article>
  )
}
