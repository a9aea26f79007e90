import { badRequest } from '#app/http/responses.server.ts'
import { findPayout } from '#app/modules/reconciliation/payout-queries.server.ts'
import {
  findLine,
  findMovement,
  type LineRow,
  listPayoutLines,
  type MovementRow,
} from '#app/modules/reconciliation/reconciliation-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { isProviderRef } from './reconciliation-query.ts'

const LINES_ON_PAGE = 100

/** A payout with one page of its lines; undefined when there is none. Throws 400 for an address that is none of ours. */
export async function readPayoutPage(request: Request, payoutId: string) {
  const { db } = getRuntime()
  const after = new URL(request.url).searchParams.get('after') || undefined
  if (after && !isProviderRef(after)) throw badRequest()
  const payout = isProviderRef(payoutId) ? await findPayout(db, payoutId) : undefined
  if (!payout) return undefined
  const lines = await listPayoutLines(db, { payoutId, after, limit: LINES_ON_PAGE + 1 })
  const next = lines.length > LINES_ON_PAGE ? lines[LINES_ON_PAGE - 1]?.lineId : undefined
  return { payout, lines: lines.slice(0, LINES_ON_PAGE), next, after }
}

/** The line an address names; undefined when there is none. */
export async function readLineOf(params: { lineId?: string | undefined }): Promise<LineRow | undefined> {
  const lineId = params.lineId ?? ''
  return isProviderRef(lineId) ? findLine(getRuntime().db, lineId) : undefined
}

/** The entry an address names; undefined for what is no number of an entry. */
export function readEntryId(params: { entryId?: string | undefined }): number | undefined {
  return /^[1-9][0-9]{0,14}$/.test(params.entryId ?? '') ? Number(params.entryId) : undefined
}

/** The movement without the provider that an address names; undefined when there is none. */
export async function readMovementOf(params: { entryId?: string | undefined }): Promise<MovementRow | undefined> {
  const entryId = readEntryId(params)
  return entryId === undefined ? undefined : findMovement(getRuntime().db, entryId)
}
