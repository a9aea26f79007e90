import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { billsMessages } from '#app/messages/bills.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { BILL_STATES } from '#app/modules/reconciliation/decide-bill.ts'
import { WALLET_BILL, WALLETS } from '#app/modules/reconciliation/wallet-bill.ts'
import { clock } from '#app/platform/clock.server.ts'
import { BillTable } from '#app/routes/parts/bill-rows.tsx'
import { readBillOptions, readBillsPage } from '#app/routes/parts/bill-view.server.ts'
import { withNotice } from '#app/routes/parts/notice-page.server.ts'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { SheetList } from '#app/routes/parts/sheet-list.tsx'
import { uploadSheetByForm } from '#app/routes/parts/sheet-steps.server.ts'
import { SheetUploadForm } from '#app/routes/parts/sheet-upload-form.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const page = await readBillsPage(request)
  const { title } = billsMessages[readPreferences(request).language]
  return withNotice(request, { title, ...page, mayMatch: Boolean(asActor(reader, 'reconciliation:match')) })
}

export async function action({ request }: ActionFunctionArgs) {
  const { personId: actorId } = await requireActor(request, 'reconciliation:match')
  const step = { actorId, now: clock.now(), to: paths.finance.bill, optionsOf: readBillOptions }
  return uploadSheetByForm(request, WALLET_BILL, step)
}

export default function BillsPage() {
  const { sheets, mayMatch, notice } = useLoaderData<typeof loader>()
  const t = useMessages(billsMessages)
  return (
    <div>
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <SupplyNotice notice={notice} />
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      {mayMatch && <Upload />}
      <Rows />
      <SheetList sheets={sheets} to={paths.finance.bill} />
    </div>
  )
}

function Upload() {
  const { requestId, today } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(billsMessages)
  return (
    <SheetUploadForm requestId={requestId} problem={result?.problem}>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t.wallet} name="wallet">
          {(control) => (
            <select {...control}>
              {WALLETS.map((wallet) => (
                <option key={wallet} value={wallet}>
                  {t.wallets[wallet]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t.from} name="fromOn" type="date" max={today} required />
        <Field label={t.to} name="toOn" type="date" max={today} required />
      </div>
      <p className="text-sm text-ink-2">{t.periodHint}</p>
    </SheetUploadForm>
  )
}

function Rows() {
  const { query, counts, rows, next, isCut } = useLoaderData<typeof loader>()
  const t = useMessages(billsMessages)
  const { state, after } = query
  return (
    <section className="mt-8">
      <h2 className="font-serif text-xl font-bold">{t.rows}</h2>
      <nav aria-label={t.statesLabel} className="mt-3 flex flex-wrap gap-2 print:hidden">
        {BILL_STATES.map((one) => (
          <Link
            key={one}
            to={paths.finance.bills(`show=${one}`)}
            aria-current={one === state ? 'page' : undefined}
            className="inline-flex min-h-11 items-center gap-1 rounded-[10px] border border-line-strong bg-card px-3 aria-[current=page]:bg-sand aria-[current=page]:font-semibold aria-[current=page]:underline"
          >
            {t.states[one]} <span className="text-sm text-ink-2 tabular-nums">{counts[one]}</span>
          </Link>
        ))}
      </nav>
      <p className="mt-3 text-ink-2">{t.stateLeads[state]}</p>
      {rows.length === 0 ? <p className="mt-3 rounded-2xl bg-sand p-4">{t.none}</p> : <BillTable rows={rows} />}
      {isCut && !next && <p className="mt-2 text-sm text-ink-2">{t.cut(rows.length)}</p>}
      <nav aria-label={t.rows} className="mt-2 flex gap-6 print:hidden">
        {after && (
          <Link className={LINK} to={paths.finance.bills(`show=${state}`)}>
            {t.newest}
          </Link>
        )}
        {next && (
          <Link className={LINK} to={paths.finance.bills(`show=${state}&after=${next}`)}>
            {t.older}
          </Link>
        )}
      </nav>
    </section>
  )
}
