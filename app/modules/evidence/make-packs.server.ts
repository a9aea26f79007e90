import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Db, inTransaction } from '#app/platform/db.server.ts'
import { faultPoint } from '#app/platform/fault-points.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import { getBlobStore } from '#app/platform/open-blob-store.server.ts'
import type { AgreementId, CountyId, EvidencePackId } from '#app/shared/ids.ts'
import type { EvidenceScope } from './evidence-scope.ts'
import { emptySums, type PackSums, streamPack } from './internal/pack-content.server.ts'

/** After so long without a sign somebody else may take it. */
const STALE = '60 seconds'
const MOST_TRIES = 3

interface Claimed {
  packId: EvidencePackId
  scope: EvidenceScope
  worker: string
}

/**
 * Makes packs that were asked for, the oldest first; says how many. A pack appears
 * when it is whole: a process that dies over one leaves it to be made anew.
 */
export async function makePacks(db: Db, now: Date): Promise<number> {
  let made = 0
  for (;;) {
    const claimed = await claimPack(db)
    if (!claimed) return made
    await makePack(db, claimed, now)
    made += 1
  }
}

async function claimPack(db: Db): Promise<Claimed | undefined> {
  const worker = newId()
  const { rows } = await sql<{
    id: EvidencePackId
    from_on: string
    to_on: string
    county_id: CountyId | null
    agreement_id: AgreementId | null
  }>`
    update evidence_pack set state = 'running', worker = ${worker}, heartbeat_at = clock_timestamp(), tries = tries + 1, lines_done = 0
    where id = (
      select id from evidence_pack where state = 'queued'
        or (state = 'running' and heartbeat_at < clock_timestamp() - ${STALE}::interval)
      order by asked_at, id limit 1 for update skip locked)
    returning id, from_on, to_on, county_id, agreement_id`.execute(db)
  const [row] = rows
  return (
    row && {
      packId: row.id,
      worker,
      scope: {
        from: row.from_on,
        to: row.to_on,
        ...(row.county_id && { countyId: row.county_id }),
        ...(row.agreement_id && { agreementId: row.agreement_id }),
      },
    }
  )
}

async function makePack(db: Db, { packId, scope, worker }: Claimed, now: Date): Promise<void> {
  const blobName = `evidence-${packId}-${worker.slice(-12)}.zip`
  const sums = emptySums()
  try {
    const file = await writePack(db, { packId, scope, worker, blobName, sums })
    await faultPoint('pack:before-finish')
    if (!(await finishPack(db, { packId, worker, blobName, sums, now, ...file }))) await getBlobStore().remove(blobName)
  } catch (error) {
    logger.error({ pack: packId, error: error instanceof Error ? error.message : String(error) }, 'pack failed')
    await getBlobStore().remove(blobName)
    await sql`
      update evidence_pack set worker = null, state = case when tries >= ${MOST_TRIES} then 'failed' else 'queued' end,
        finished_at = case when tries >= ${MOST_TRIES} then ${now}::timestamptz end
      where id = ${packId} and worker = ${worker} and state = 'running'`.execute(db)
  }
}

interface Writing extends Claimed {
  blobName: string
  sums: PackSums
}

/** From one snapshot, so that register, tables and postings are of the same moment. */
function writePack(
  db: Db,
  { packId, scope, worker, blobName, sums }: Writing,
): Promise<{ sha256: Buffer; byteCount: number }> {
  const onPage = async (lines: number) => {
    const { numAffectedRows } = await sql`
      update evidence_pack set heartbeat_at = clock_timestamp(), lines_done = ${lines}
      where id = ${packId} and worker = ${worker}`.execute(db)
    if (numAffectedRows !== 1n) throw new Error('another process has taken it over')
  }
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`set local statement_timeout = '300s'`.execute(tx)
      const hash = createHash('sha256')
      let byteCount = 0
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const piece of streamPack(tx, scope, { sums, onPage })) {
          hash.update(piece as Uint8Array)
          byteCount += (piece as Uint8Array).length
          yield piece as Uint8Array
        }
      }
      await getBlobStore().putStream(blobName, counted(), 'application/zip')
      return { sha256: hash.digest(), byteCount }
    })
}

/** Whether it was still ours to finish. */
function finishPack(
  db: Db,
  pack: Omit<Writing, 'scope'> & { sha256: Buffer; byteCount: number; now: Date },
): Promise<boolean> {
  const { sums } = pack
  if (!sums.manifestSha256) throw new Error(`nothing was written of pack ${pack.packId}`)
  return inTransaction(db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('evidence_pack')
      .set({
        state: 'done',
        worker: null,
        line_count: sums.lineCount,
        missing_count: sums.missingCount,
        amount_fen: sums.amount,
        manifest_sha256: sums.manifestSha256 ?? null,
        sha256: pack.sha256,
        blob_name: pack.blobName,
        byte_count: pack.byteCount,
        finished_at: pack.now,
      })
      .where('id', '=', pack.packId)
      .where('worker', '=', pack.worker)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  })
}
