import { data } from '@remix-run/node'
import { readFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { purchasesMessages } from '#app/messages/purchases.ts'
import { decidePurchases } from '#app/modules/external/import-purchases.server.ts'
import { EXTERNAL_CHANNELS } from '#app/modules/external/purchase.ts'
import { listParties } from '#app/modules/external/purchase-queries.server.ts'
import { purchaseSheet } from '#app/modules/external/purchase-sheet.ts'
import { listMissing, MISSING_AT_ONCE, reverseMissing } from '#app/modules/external/reverse-missing.server.ts'
import { FUND_TYPES } from '#app/modules/ledger/accounts.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isUuid, type PersonId, type SheetFileId } from '#app/shared/ids.ts'
import type { Language } from '#app/shared/language.ts'
import { nameOf } from './purchase-words.ts'
import { readSheetPage } from './sheet-page.server.ts'
import { readSheetId, stepSheetByForm, uploadSheetByForm } from './sheet-steps.server.ts'

/** Takes in a file of purchases with what is said about all its rows. */
export async function uploadPurchases(request: Request, actorId: PersonId) {
  return uploadSheetByForm(request, purchaseSheet, {
    actorId,
    now: clock.now(),
    to: (sheetId) => paths.finance.purchaseImport(sheetId),
    optionsOf,
  })
}

function optionsOf(fields: FormData): Record<string, string> {
  const said = (name: string) => String(fields.get(name) ?? '')
  const [channel, fundType, orgUnitId] = [said('channel'), said('fundType'), said('orgUnitId')]
  const isOurs =
    EXTERNAL_CHANNELS.some((one) => one === channel) &&
    (fundType === '' || FUND_TYPES.some((one) => one === fundType)) &&
    /^(?:[a-z][a-z0-9-]{1,31})?$/.test(orgUnitId)
  if (!isOurs) throw badRequest()
  return { channel, fundType, orgUnitId }
}

/** A file with a part of its rows, changes in people's words, and what earlier files have besides. */
export async function readPurchaseSheet(
  request: Request,
  params: { sheetId?: string | undefined },
  language: Language,
) {
  const { db } = getRuntime()
  const page = await readSheetPage(request, purchaseSheet.name, params)
  const words = { t: purchasesMessages[language], language, parties: await listParties(db) }
  const named = (field: string, text: string | null) => text && nameOf(field, text, words)
  const rows = page.rows.map((row) => ({
    ...row,
    diff: row.diff.map(({ field, from, to }) => ({ field, from: named(field, from), to: named(field, to) })),
  }))
  const missing = await listMissing(db, page.file.sheetId, MISSING_AT_ONCE)
  const channel = nameOf('channel', page.file.options.channel ?? '', words)
  return { page: { ...page, rows }, missing, channel }
}

/** Answers the buttons of a file. */
export async function stepPurchaseSheet(
  request: Request,
  { params, actorId }: { params: { sheetId?: string | undefined }; actorId: PersonId },
) {
  const sheetId = readSheetId(params)
  const fields = await readFields(request)
  if (fields.get('intent') === 'reverseMissing') return reverseByForm(fields, { sheetId, actorId })
  return stepSheetByForm(fields, {
    kind: purchaseSheet,
    decide: decidePurchases,
    sheetId,
    actorId,
    now: clock.now(),
    paths: { file: paths.finance.purchaseImport(sheetId), list: paths.finance.purchaseImports() },
  })
}

async function reverseByForm(fields: FormData, { sheetId, actorId }: { sheetId: SheetFileId; actorId: PersonId }) {
  const purchaseIds = fields.getAll('purchase').map(String)
  const reason = String(fields.get('reason') ?? '')
    .trim()
    .replaceAll('\0', '')
  if (purchaseIds.some((id) => !isUuid(id)) || [...reason].length > 300) throw badRequest()
  if (purchaseIds.length === 0 || reason === '') return data({ missingNothing: true }, { status: 422 })
  await reverseMissing(getRuntime().db, { sheetId, purchaseIds, reason, actorId, now: clock.now() })
  return redirectWithNotice(paths.finance.purchaseImport(sheetId), 'purchasesReversed')
}
