import type { ImportJob, RowState } from '#app/modules/imports/import-job.ts'
import { listAbsent, listImportRows } from '#app/modules/imports/import-queries.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { CooperativeId } from '#app/shared/ids.ts'
import { IMPORT_TABS, type ImportQuery, type ImportTab } from './import-query.ts'

const ROWS_SHOWN = 50

/** What one part of an import shows. The caller has found the job by its cooperative. */
export async function readImportTab(
  job: ImportJob,
  { cooperativeId, query }: { cooperativeId: CooperativeId; query: ImportQuery },
) {
  const { db } = getRuntime()
  const isCompared = job.state !== 'uploaded' && job.state !== 'mapped'
  const absent = isCompared ? await listAbsent(db, cooperativeId, { jobId: job.jobId, limit: ROWS_SHOWN }) : NOTHING
  const counts: Record<ImportTab, number> = { ...countsOf(job.counts), absent: absent.total }
  const tab = query.tab ?? IMPORT_TABS.find((one) => counts[one] > 0) ?? 'changed'
  const page = { jobId: job.jobId, after: query.after, limit: ROWS_SHOWN + 1 }
  const rows = isCompared && tab !== 'absent' ? await listImportRows(db, { ...page, state: tab }) : []
  const shown = rows.slice(0, ROWS_SHOWN)
  const next = rows.length > ROWS_SHOWN ? shown.at(-1)?.rowNumber : undefined
  return { tab, counts, absent, rows: shown, next, isCompared }
}

const NOTHING = { skus: [], total: 0 }

function countsOf({ changed, new: fresh, error, applied }: Record<RowState, number>) {
  return { changed, new: fresh, error, applied }
}

export type ImportTabView = Awaited<ReturnType<typeof readImportTab>>
