import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { bankMessages } from '#app/messages/bank.ts'
import { BANK_STATEMENT } from '#app/modules/bank/bank-kind.ts'
import { decideBankRows } from '#app/modules/bank/bank-statement.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { clock } from '#app/platform/clock.server.ts'
import { SheetFilePage } from '#app/routes/parts/sheet-file-page.tsx'
import { readSheetPage } from '#app/routes/parts/sheet-page.server.ts'
import { readSheetId, stepSheetByForm } from '#app/routes/parts/sheet-steps.server.ts'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.page.file.fileName }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const page = await readSheetPage(request, 'bank_statement', params)
  const { notice, headers } = takeNotice(request)
  const mayWork = asActor(reader, 'reconciliation:match') !== undefined
  return data({ page, notice, mayWork }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { personId: actorId } = await requireActor(request, 'reconciliation:match')
  const sheetId = readSheetId(params)
  const to = { file: paths.finance.bankStatement(sheetId), list: paths.finance.bankImport() }
  const step = { kind: BANK_STATEMENT, decide: decideBankRows, sheetId, actorId, now: clock.now(), paths: to }
  return stepSheetByForm(await readFields(request), step)
}

export default function BankStatementPage() {
  const { page, notice, mayWork } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(bankMessages)
  const { sheetId, options } = page.file
  return (
    <>
      <Link
        to={paths.finance.bankImport()}
        className="inline-flex min-h-11 items-center text-indigo underline print:hidden"
      >
        {t.imports.back}
      </Link>
      <SupplyNotice notice={notice} />
      <SheetFilePage
        page={page}
        fields={BANK_STATEMENT.fields}
        words={t}
        refusal={result?.refusal}
        mayWork={mayWork}
        to={(query) => paths.finance.bankStatement(sheetId, query)}
        errorsHref={paths.finance.bankStatementErrors(sheetId)}
        toTarget={paths.finance.bankLine}
      />
      <p className="mt-4 text-sm text-ink-2 tabular-nums">
        {t.imports.coversFrom} {options.coversFrom} {t.imports.coversTo} {options.coversTo}
      </p>
    </>
  )
}
