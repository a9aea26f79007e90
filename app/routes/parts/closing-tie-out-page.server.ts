import { data } from '@remix-run/node'
import { readPreferences } from '#app/http/preferences.server.ts'
import { takeNotice } from '#app/http/redirects.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { closingMessages } from '#app/messages/closing.ts'
import { findRun, listRuns, readLastRun, readResults } from '#app/modules/closing/tie-out-queries.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'

const RUNS_SHOWN = 30

/** The run an address names with `?run=`, else the last one, with its figures and the runs before it. */
export async function loadTieOuts(request: Request, _reader: Actor<'ledger:read'>) {
  const { db } = getRuntime()
  const asked = new URL(request.url).searchParams.get('run')
  if (asked !== null && !/^[1-9]\d{0,14}$/.test(asked)) throw notFound()
  const run = asked === null ? await readLastRun(db) : await findRun(db, Number(asked))
  if (asked !== null && !run) throw notFound()
  const [results, runs] = await Promise.all([run ? readResults(db, run.runId) : [], listRuns(db, RUNS_SHOWN)])
  const { notice, headers } = takeNotice(request)
  const { title } = closingMessages[readPreferences(request).language].tieOuts
  return data({ title, notice, run, results, runs }, { headers })
}
