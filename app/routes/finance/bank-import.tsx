import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { bankMessages } from '#app/messages/bank.ts'
import { BANK_STATEMENT } from '#app/modules/bank/bank-kind.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { readCoverage } from '#app/routes/parts/bank-steps.server.ts'
import { SheetList } from '#app/routes/parts/sheet-list.tsx'
import { readSheetList } from '#app/routes/parts/sheet-page.server.ts'
import { uploadSheetByForm } from '#app/routes/parts/sheet-steps.server.ts'
import { SheetUploadForm } from '#app/routes/parts/sheet-upload-form.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { businessDate } from '#app/shared/business-date.ts'
import { Field } from '#app/ui/field.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const sheets = await readSheetList('bank_statement')
  const { notice, headers } = takeNotice(request)
  const { title } = bankMessages[readPreferences(request).language].imports
  const mayWork = asActor(reader, 'reconciliation:match') !== undefined
  return data({ title, sheets, notice, mayWork, requestId: newId(), today: businessDate(clock.now()) }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const { personId: actorId } = await requireActor(request, 'reconciliation:match')
  const now = clock.now()
  const optionsOf = (fields: FormData) => readCoverage(fields, now)
  return uploadSheetByForm(request, BANK_STATEMENT, { actorId, now, to: paths.finance.bankStatement, optionsOf })
}

export default function BankImportPage() {
  const { sheets, notice, mayWork, requestId, today } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(bankMessages)
  const words = t.imports
  return (
    <>
      <Link to={paths.finance.bank()} className="inline-flex min-h-11 items-center text-indigo underline print:hidden">
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{words.title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{words.lead}</p>
      <SupplyNotice notice={notice} />
      {mayWork && (
        <SheetUploadForm requestId={requestId} problem={result?.problem}>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={words.coversFrom} name="coversFrom" type="date" max={today} required />
            <Field label={words.coversTo} hint={words.coversHint} name="coversTo" type="date" max={today} required />
          </div>
        </SheetUploadForm>
      )}
      <SheetList sheets={sheets} to={paths.finance.bankStatement} />
    </>
  )
}
