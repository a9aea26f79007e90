import type { LoaderFunctionArgs } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { listCloses } from '#app/modules/closing/period-queries.server.ts'
import { readAccountNames } from '#app/modules/ledger/account-names.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { printClose } from '#app/routes/parts/closing-sheet.server.ts'
import { readMonth } from '#app/routes/parts/closing-steps.server.ts'
import { fileResponse } from '#app/routes/parts/supply-file.server.ts'

/** The sheet of a close to print and sign: of the latest, or of the round asked for. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  await requireActor(request, 'ledger:read')
  const month = readMonth(params)
  const { db } = getRuntime()
  const closes = await listCloses(db, month)
  const asked = new URL(request.url).searchParams.get('round')
  const close = asked ? closes.find(({ round }) => String(round) === asked) : closes[0]
  if (!close) throw notFound()
  const isLatest = close.round === closes[0]?.round
  const codes = close.totals.balances.map(({ code }) => code)
  const names = await readAccountNames(db, codes)
  const bytes = await printClose({ month, close, isLatest, names, language: readPreferences(request).language })
  return fileResponse(bytes, { kind: 'pdf', file: `close-${month}-${close.round}` })
}
