import type { LoaderFunctionArgs } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { readCutOff } from '#app/modules/fulfillment/cut-off-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { readCooperativeName } from '#app/routes/parts/supply-cooperative.server.ts'
import { fileResponse } from '#app/routes/parts/supply-file.server.ts'
import { readRevision } from '#app/routes/parts/supply-params.server.ts'
import { printPickList } from '#app/routes/parts/supply-pick-list.server.ts'

/** The pick list of a cut-off, to print on A4. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  const { db } = getRuntime()
  const { language } = readPreferences(request)
  const place = readRevision(params)
  const cutOff = await readCutOff(db, cooperativeId, place)
  if (!cutOff) throw notFound()
  const cooperative = await readCooperativeName(db, cooperativeId, language)
  const file = `pick-list-${place.number}-${place.revision}`
  return fileResponse(await printPickList({ cutOff, cooperative, language }), { kind: 'pdf', file })
}
