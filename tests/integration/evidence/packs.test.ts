import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attachEvidence } from '#app/modules/documents/attach-evidence.server.ts'
import { storeDocument } from '#app/modules/documents/store-document.server.ts'
import { askPack } from '#app/modules/evidence/ask-pack.server.ts'
import { type EvidencePack, listPacks, readWorklist } from '#app/modules/evidence/evidence-queries.server.ts'
import type { EvidenceScope } from '#app/modules/evidence/evidence-scope.ts'
import { makePacks } from '#app/modules/evidence/make-packs.server.ts'
import { verifyPack } from '#app/modules/evidence/verify-pack.server.ts'
import { recordExternalPurchase } from '#app/modules/external/record-external-purchase.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { getBlobStore } from '#app/platform/open-blob-store.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { assistanceYear, businessDate } from '#app/shared/business-date.ts'
import type { CountyId, DocumentId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { handOver, openDesk, type PaidOrder, paidOrder } from '#tests/integration/aftersale/desk.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { createPerson } from '#tests/support/factories/people.ts'

let shop: Shop
let officer: Actor<'progress:export'>
let order: PaidOrder
let folder: string
let scope: EvidenceScope

beforeAll(async () => {
  shop = (await openDesk()).shop
  folder = await mkdtemp(join(tmpdir(), 'yuanshang-packs-'))
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, blobs: { kind: 'folder', folder } } })
  const { personId } = await createPerson(shop.db, { grants: [{ role: 'finance_officer' }] })
  officer = { personId, name: '苏静', kind: 'staff', roles: ['finance_officer'], permission: 'progress:export' }
  order = await paidOrder(shop)
  await handOver(shop, order, [3, 2])
  const recorded = await recordExternalPurchase(shop.db, {
    reference: '832-2026-01',
    channel: 'platform_832',
    amount: fen(123_400),
    acceptedOn: businessDate(shop.clock.now),
    countyId: 'fufeng' as CountyId,
    fundType: 'canteen',
    now: shop.clock.now,
  })
  if (!recorded.ok) throw new Error(recorded.refusal.kind)
  scope = { from: `${assistanceYear(shop.clock.now)}-01-01`, to: businessDate(shop.clock.now) }
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
  await rm(folder, { recursive: true })
})

/** A pack made to the end, with its file on disk. */
async function made(of: EvidenceScope = scope): Promise<{ pack: EvidencePack; file: string; bytes: Buffer }> {
  const asked = await askPack(shop.db, { actor: officer, requestId: newId(), scope: of, now: shop.clock.now })
  if (!asked.ok) throw new Error(asked.refusal.kind)
  await makePacks(shop.db, shop.clock.now)
  const [pack] = await listPacks(shop.db, { packId: asked.value.packId, limit: 1 })
  const bytes = pack?.whole && (await getBlobStore().get(pack.whole.blobName))
  if (!pack || !bytes) throw new Error(`the pack is ${pack?.state}`)
  const file = join(folder, `${pack.packId}.zip`)
  await writeFile(file, bytes)
  return { pack, file, bytes }
}

async function attach(text: string): Promise<DocumentId> {
  const { now } = shop.clock
  const bytes = Buffer.from(`%PDF-1.4 ${text}`)
  const stored = await storeDocument(shop.db, { bytes, fileName: `${text}.pdf`, uploadedBy: officer.personId, now })
  if (!stored.ok) throw new Error(stored.refusal.kind)
  const of = { subject: 'order', subjectId: order.orderId, kind: 'certificate', documentId: stored.value } as const
  await inTransaction(shop.db, (tx) => attachEvidence(tx, { ...of, attachedBy: officer.personId, now }))
  return stored.value
}

describe('an evidence pack', () => {
  it('proves itself, with every line that counts and every posting behind it', async () => {
    const { pack, file } = await made()
    const verdict = await verifyPack(file)
    expect(verdict.problems).toEqual([])
    const { rows } = await countedNow()
    expect(verdict).toMatchObject({
      lines: rows.lines,
      amountFen: BigInt(rows.amount),
      manifestSha256: pack.whole?.manifestSha256,
    })
    expect(verdict.postings).toBeGreaterThan(rows.lines * 6)
    expect(pack.whole).toMatchObject({ lines: rows.lines, amount: rows.amount })
  })

  async function countedNow(): Promise<{ rows: { lines: number; amount: number } }> {
    const rows = await shop.db.selectFrom('recognized_purchase').select('amount_fen').execute()
    return { rows: { lines: rows.length, amount: rows.reduce((sum, row) => sum + row.amount_fen, 0) } }
  }

  it('has the same bytes when it is made again, and others when a document is added', async () => {
    const [first, second] = [await made(), await made()]
    expect(second.bytes.equals(first.bytes)).toBe(true)
    expect(second.pack.whole?.manifestSha256).toBe(first.pack.whole?.manifestSha256)
    const before = await readWorklist(shop.db, { scope, after: undefined, limit: 50 })
    await attach('合格证明')
    const after = await readWorklist(shop.db, { scope, after: undefined, limit: 50 })
    expect(before.missing.certificate - after.missing.certificate).toBe(2)
    const third = await made()
    expect(third.pack.whole?.manifestSha256).not.toBe(first.pack.whole?.manifestSha256)
    expect((await verifyPack(third.file)).files).toBe((await verifyPack(first.file)).files + 1)
  })

  it('shows every change of a file, an amount or a posting', async () => {
    const { file, bytes } = await made()
    const text = bytes.toString('latin1')
    for (const [place, problem] of [
      ['123400', /register\.csv was changed/],
      ['recognized:', /ledger\.csv was changed|posting assistance/],
    ] as const) {
      const at = text.indexOf(place)
      expect(at).toBeGreaterThan(0)
      const changed = Buffer.from(bytes)
      changed[at] = place.charCodeAt(0) === 0x31 ? 0x39 : 0x73
      await writeFile(file, changed)
      const problems = await verifyPack(file).then(
        (verdict) => verdict.problems.join('\n'),
        (error: Error) => error.message,
      )
      expect(problems).toMatch(new RegExp(`${problem.source}|checksum|CRC`, 'i'))
    }
    await writeFile(file, bytes)
    expect((await verifyPack(file)).problems).toEqual([])
  })

  it('holds nobody’s name and no telephone number', async () => {
    const { bytes } = await made()
    const text = bytes.toString('utf8')
    const buyer = await shop.db
      .selectFrom('order')
      .select(['contact_name', 'contact_phone'])
      .where('id', '=', order.orderId)
      .executeTakeFirstOrThrow()
    expect(text.includes(buyer.contact_phone ?? '-')).toBe(false)
    expect(text.includes(buyer.contact_name ?? '-')).toBe(false)
  })

  it('is of one county when asked for, and of none that does not exist', async () => {
    const { pack } = await made({ ...scope, countyId: 'fufeng' as CountyId })
    const rows = await shop.db
      .selectFrom('recognized_purchase')
      .select('amount_fen')
      .where('county_id', '=', 'fufeng')
      .execute()
    expect(pack.whole?.amount).toBe(rows.reduce((sum, row) => sum + row.amount_fen, 0))
    const command = { actor: officer, requestId: newId(), now: shop.clock.now }
    const nowhere = await askPack(shop.db, { ...command, scope: { ...scope, countyId: 'nowhere' as CountyId } })
    expect(nowhere).toEqual({ ok: false, refusal: { kind: 'noSuchCounty' } })
  })

  it('is one when its form is sent twice, and made once by two makers', async () => {
    const requestId = newId()
    const command = { actor: officer, requestId, scope, now: shop.clock.now }
    const asked = await Promise.all([askPack(shop.db, command), askPack(shop.db, command)])
    expect(new Set(asked.map((one) => one.ok && one.value.packId)).size).toBe(1)
    const made = await Promise.all([makePacks(shop.db, shop.clock.now), makePacks(shop.db, shop.clock.now)])
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(1)
  })

  it('is frozen when it is whole', async () => {
    const { pack } = await made()
    const change = shop.db.updateTable('evidence_pack').set({ amount_fen: 1 }).where('id', '=', pack.packId).execute()
    await expect(change).rejects.toThrow(/history is never edited/)
  })

  it('cannot be opened when it is cut off', async () => {
    const { file, bytes } = await made()
    await writeFile(file, bytes.subarray(0, bytes.length - 100))
    await expect(verifyPack(file)).rejects.toThrow()
    expect((await readFile(file)).length).toBe(bytes.length - 100)
  })
})

describe('what is missing', () => {
  it('is said line by line: papers for what was bought elsewhere, none for what the shop knows itself', async () => {
    const { lines, missing } = await readWorklist(shop.db, { scope, after: undefined, limit: 50 })
    const elsewhere = lines.find((line) => line.channel === 'platform_832')
    expect(elsewhere?.missing).toEqual(['order', 'acceptance', 'invoice', 'payment'])
    const own = lines.find((line) => line.channel === 'own_shop')
    expect(own?.missing).toContain('invoice')
    expect(own?.missing).not.toContain('acceptance')
    expect(missing.invoice).toBeGreaterThan(0)
  })
})
