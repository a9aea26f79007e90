import { readAllAccountNames } from '#app/modules/ledger/account-names.server.ts'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import { getBlobStore } from '#app/platform/open-blob-store.server.ts'
import {
  beatExport,
  type ClaimedExport,
  claimExport,
  finishExport,
  type MadeFile,
  releaseExport,
} from './internal/export-rows.server.ts'
import { hashed, MEDIA_TYPES, writeReportFile } from './internal/report-file.server.ts'
import type { Written } from './internal/report-pages.server.ts'
import { atCut } from './read-cut.server.ts'
import { parseReportQuery } from './report-query.ts'
import { reportOf } from './report-reader.server.ts'
import type { ReportWords } from './report-words.ts'

export type WordsOf = (language: 'zh' | 'en') => ReportWords

/**
 * Makes files that were asked for, the oldest first; says how many. Each file is read
 * from one cut of the books, and appears when it is whole: a process that dies over
 * one leaves it to be made anew.
 */
export async function makeExports(db: Db, wordsOf: WordsOf, now: Date): Promise<number> {
  let made = 0
  for (;;) {
    const outcome = await makeExport(db, { wordsOf, now })
    if (outcome !== 'done') return made
    made += 1
  }
}

/** Makes one file: the one named, or the oldest that waits. Undefined when there is none that nobody else is making. */
export async function makeExport(
  db: Db,
  { wordsOf, exportId, now }: { wordsOf: WordsOf; exportId?: string; now: Date },
): Promise<'done' | 'failed' | undefined> {
  const worker = newId()
  const claimed = await inTransaction(db, (tx) => claimExport(tx, { worker, exportId, now }))
  if (!claimed) return undefined
  const { exportId: id, format } = claimed
  // Each maker's own name: whoever comes second never writes over what the first has finished.
  const blobName = `export-${id}-${worker}.${format}`
  try {
    const file = await writeFile(db, { claimed, worker, blobName, words: wordsOf(claimed.language), now })
    await faultPoint('export:before-finish')
    const isOurs = await inTransaction(db, (tx) => finishExport(tx, { exportId: id, worker, file, now }))
    if (!isOurs) await getBlobStore().remove(blobName)
    return isOurs ? 'done' : undefined
  } catch (error) {
    logger.error({ export: id, error: error instanceof Error ? error.message : String(error) }, 'export failed')
    await getBlobStore().remove(blobName)
    await inTransaction(db, (tx) => releaseExport(tx, { exportId: id, worker, now }))
    return 'failed'
  }
}

interface Work {
  claimed: ClaimedExport
  worker: string
  blobName: string
  words: ReportWords
  now: Date
}

async function writeFile(db: Db, { claimed, worker, blobName, words, now }: Work): Promise<MadeFile> {
  const { exportId, report: name, format } = claimed
  const query = parseReportQuery(new URLSearchParams(claimed.params), 0)
  if (!query) throw new Error(`the export ${exportId} asks for ${claimed.params}`)
  const report = reportOf(name)
  const content: { sha256?: Buffer; byteCount: number } = { byteCount: 0 }
  const written: Written = { rows: 0, sums: [] }
  const onPage = async (rowsDone: number) => {
    await faultPoint('export:after-page')
    if (!(await beatExport(db, { exportId, worker, rowsDone }))) throw new Error('another process has taken it over')
  }
  const { cut } = await atCut(db, now, async (tx, at) => {
    const controls = await report.readControls(tx, query)
    const accounts = await readAllAccountNames(tx)
    const file = { name, report, query, words, cut: at, controls, accounts, onPage }
    const bytes = hashed(writeReportFile(tx, file, { format, written }), content)
    await getBlobStore().putStream(blobName, bytes, MEDIA_TYPES[format])
    return {}
  })
  if (!content.sha256) throw new Error(`nothing was written of export ${exportId}`)
  return { blobName, byteCount: content.byteCount, sha256: content.sha256, rowsDone: written.rows, cut }
}
