import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { billsMessages } from '#app/messages/bills.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { decideBillRows } from '#app/modules/reconciliation/check-bill.server.ts'
import { WALLET_BILL, WALLETS } from '#app/modules/reconciliation/wallet-bill.ts'
import { clock } from '#app/platform/clock.server.ts'
import { withNotice } from '#app/routes/parts/notice-page.server.ts'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { SheetFilePage } from '#app/routes/parts/sheet-file-page.tsx'
import { readSheetPage } from '#app/routes/parts/sheet-page.server.ts'
import { readSheetId, stepSheetByForm } from '#app/routes/parts/sheet-steps.server.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.page.file.fileName }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const page = await readSheetPage(request, 'wallet_bill', params)
  return withNotice(request, { page, mayWork: Boolean(asActor(reader, 'reconciliation:match')) })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { personId: actorId } = await requireActor(request, 'reconciliation:match')
  const sheetId = readSheetId(params)
  const to = { file: paths.finance.bill(sheetId), list: paths.finance.bills() }
  const step = { kind: WALLET_BILL, decide: decideBillRows, sheetId, actorId, now: clock.now(), paths: to }
  return stepSheetByForm(await readFields(request), step)
}

export default function BillPage() {
  const { page, mayWork, notice } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(billsMessages)
  const { sheetId, options } = page.file
  const wallet = WALLETS.find((known) => known === options.wallet)
  return (
    <>
      <Link className={LINK} to={paths.finance.bills()}>
        {t.back}
      </Link>
      <SupplyNotice notice={notice} />
      <SheetFilePage
        page={page}
        fields={WALLET_BILL.fields}
        words={t}
        refusal={result?.refusal}
        mayWork={mayWork}
        to={(query) => paths.finance.bill(sheetId, query)}
        errorsHref={paths.finance.billErrors(sheetId)}
        toTarget={paths.finance.billLine}
      />
      <p className="mt-4 text-sm text-ink-2 tabular-nums">
        {wallet && t.wallets[wallet]} · {t.from} {options.fromOn} {t.to} {options.toOn}
      </p>
    </>
  )
}
