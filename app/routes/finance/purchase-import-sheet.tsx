import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { purchaseImportMessages } from '#app/messages/purchase-import.ts'
import { purchaseSheet } from '#app/modules/external/purchase-sheet.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { readPurchaseSheet, stepPurchaseSheet } from '#app/routes/parts/purchase-import-steps.server.ts'
import { MissingPurchases } from '#app/routes/parts/purchase-missing.tsx'
import { PURCHASE_SHEET_WORDS } from '#app/routes/parts/purchase-sheet-words.ts'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { SheetFilePage } from '#app/routes/parts/sheet-file-page.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request, params }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const { language } = readPreferences(request)
  const sheet = await readPurchaseSheet(request, params, language)
  const { notice, headers } = takeNotice(request)
  const { title } = purchaseImportMessages[language]
  const mayRecord = Boolean(asActor(reader, 'purchase:record'))
  return data({ title, ...sheet, notice, mayRecord }, { headers })
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { personId } = await requireActor(request, 'purchase:record')
  return stepPurchaseSheet(request, { params, actorId: personId })
}

export default function PurchaseSheetPage() {
  const { page, missing, channel, notice, mayRecord } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(purchaseImportMessages)
  const words = useMessages(PURCHASE_SHEET_WORDS)
  const { sheetId, fileName } = page.file
  return (
    <>
      <Link className={LINK} to={paths.finance.purchaseImports()}>
        {t.backToList}
      </Link>
      {!result && <SupplyNotice notice={notice} />}
      <p className="text-ink-2">{channel}</p>
      <SheetFilePage
        page={page}
        fields={purchaseSheet.fields}
        words={words}
        refusal={result && 'refusal' in result ? result.refusal : undefined}
        mayWork={mayRecord}
        to={(query) => paths.finance.purchaseImport(sheetId, query)}
        errorsHref={paths.finance.purchaseImportErrors(sheetId)}
        toTarget={paths.finance.purchase}
      />
      <MissingPurchases
        missing={missing}
        fileName={fileName}
        mayRecord={mayRecord}
        isNothing={Boolean(result && 'missingNothing' in result)}
      />
    </>
  )
}
