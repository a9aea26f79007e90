import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { purchaseImportMessages } from '#app/messages/purchase-import.ts'
import { EXTERNAL_CHANNELS } from '#app/modules/external/purchase.ts'
import { listParties } from '#app/modules/external/purchase-queries.server.ts'
import { asActor } from '#app/modules/identity/permissions.ts'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { uploadPurchases } from '#app/routes/parts/purchase-import-steps.server.ts'
import { channelName, fundName } from '#app/routes/parts/purchase-words.ts'
import { LINK } from '#app/routes/parts/refund-controls.tsx'
import { SheetList } from '#app/routes/parts/sheet-list.tsx'
import { readSheetList } from '#app/routes/parts/sheet-page.server.ts'
import { SheetUploadForm } from '#app/routes/parts/sheet-upload-form.tsx'
import { SupplyNotice } from '#app/routes/parts/supply-notice.tsx'
import { inLanguage } from '#app/shared/language.ts'
import { Field } from '#app/ui/field.tsx'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const reader = await requireActor(request, 'ledger:read')
  const { units } = await listParties(getRuntime().db)
  const sheets = await readSheetList('external_purchase')
  const { notice, headers } = takeNotice(request)
  const { title } = purchaseImportMessages[readPreferences(request).language]
  const mayRecord = Boolean(asActor(reader, 'purchase:record'))
  return data({ title, units, sheets, notice, mayRecord, requestId: newId() }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const { personId } = await requireActor(request, 'purchase:record')
  return uploadPurchases(request, personId)
}

export default function PurchaseImportPage() {
  const { title, sheets, notice, mayRecord, requestId } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  const t = useMessages(purchaseImportMessages)
  return (
    <>
      <Link className={LINK} to={paths.finance.purchases()}>
        {t.back}
      </Link>
      <h1 className="font-serif text-2xl font-bold">{title}</h1>
      <p className="mt-2 max-w-[680px] text-ink-2">{t.lead}</p>
      {!result?.problem && <SupplyNotice notice={notice} />}
      {mayRecord && (
        <SheetUploadForm requestId={requestId} problem={result?.problem}>
          <FileFields />
        </SheetUploadForm>
      )}
      <SheetList sheets={sheets} to={paths.finance.purchaseImport} />
    </>
  )
}

/** What is said about all rows of a file. */
function FileFields() {
  const { units } = useLoaderData<typeof loader>()
  const t = useMessages(purchaseImportMessages)
  const language = useLanguage()
  return (
    <>
      <p className="text-sm text-ink-2">{t.rule}</p>
      <div className="grid items-end gap-4 sm:grid-cols-3">
        <Field name="channel" label={t.channel}>
          {(control) => (
            <select {...control} defaultValue={EXTERNAL_CHANNELS[0]}>
              {EXTERNAL_CHANNELS.map((one) => (
                <option key={one} value={one}>
                  {channelName(one, language)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="fundType" label={t.fund}>
          {(control) => (
            <select {...control}>
              <option value="">{t.fundFromSheet}</option>
              {FUND_TYPES.map((one) => (
                <option key={one} value={one}>
                  {fundName(one, language)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field name="orgUnitId" label={t.unit}>
          {(control) => (
            <select {...control}>
              <option value="">{t.noUnit}</option>
              {units
                .filter((unit) => unit.isActive)
                .map((unit) => (
                  <option key={unit.orgUnitId} value={unit.orgUnitId}>
                    {inLanguage(unit.nameZh, unit.nameEn, language)}
                  </option>
                ))}
            </select>
          )}
        </Field>
      </div>
    </>
  )
}
