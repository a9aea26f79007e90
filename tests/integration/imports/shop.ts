import type { Manager } from '#app/modules/identity/permissions.ts'
import { applyImports } from '#app/modules/imports/apply-imports.server.ts'
import { checkImport } from '#app/modules/imports/check-import.server.ts'
import type { ImportJob, RowState } from '#app/modules/imports/import-job.ts'
import { listImportRows, readImport } from '#app/modules/imports/import-queries.server.ts'
import { startImport } from '#app/modules/imports/start-import.server.ts'
import { uploadImport } from '#app/modules/imports/upload-import.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import type { ImportJobId, SkuId } from '#app/shared/ids.ts'

export const now = new Date('2026-11-25T08:00:00Z')

/** Uploads a file that must be readable. */
export async function upload(db: Db, manager: Manager, bytes: Buffer | string): Promise<ImportJobId> {
  const command = { manager, requestId: newId(), fileName: '商品.csv', bytes: Buffer.from(bytes), now }
  const uploaded = await uploadImport(db, command)
  if (!uploaded.ok) throw new Error(`not taken: ${JSON.stringify(uploaded.refusal)}`)
  return uploaded.value
}

export async function jobOf(db: Db, manager: Manager, jobId: ImportJobId): Promise<ImportJob> {
  const job = await readImport(db, manager.cooperativeId, jobId)
  if (!job) throw new Error('no such import')
  return job
}

/** Uploads a file and compares it with the shop, its columns as they were guessed. */
export async function check(db: Db, manager: Manager, bytes: Buffer | string): Promise<ImportJob> {
  const jobId = await upload(db, manager, bytes)
  const { mapping } = await jobOf(db, manager, jobId)
  const checked = await checkImport(db, { manager, jobId, mapping, now })
  if (!checked.ok) throw new Error(`not checked: ${JSON.stringify(checked.refusal)}`)
  return jobOf(db, manager, jobId)
}

export async function start(db: Db, manager: Manager, jobId: ImportJobId): Promise<void> {
  const started = await startImport(db, { manager, jobId, now })
  if (!started.ok) throw new Error(`not started: ${JSON.stringify(started.refusal)}`)
}

/** Brings a file into the shop, to the end. */
export async function importFile(db: Db, manager: Manager, bytes: Buffer | string): Promise<ImportJob> {
  const { jobId } = await check(db, manager, bytes)
  await start(db, manager, jobId)
  await applyImports(db, now)
  return jobOf(db, manager, jobId)
}

export function rowsOf(db: Db, jobId: ImportJobId, state: RowState) {
  return listImportRows(db, { jobId, state, after: 0, limit: 10_000 })
}

export async function codeOf(db: Db, skuId: SkuId): Promise<string> {
  const { code } = await db.selectFrom('sku').select('code').where('id', '=', skuId).executeTakeFirstOrThrow()
  return code
}

export async function onHandOf(db: Db, skuId: SkuId): Promise<number> {
  const row = await db.selectFrom('stock_level').select('on_hand').where('sku_id', '=', skuId).executeTakeFirst()
  return row?.on_hand ?? 0
}
