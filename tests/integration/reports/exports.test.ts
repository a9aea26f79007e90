import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { sql } from 'kysely'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportWords } from '#app/messages/report-words.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { type AskExport, askExport } from '#app/modules/reports/ask-export.server.ts'
import { expireExports } from '#app/modules/reports/expire-exports.server.ts'
import { listExports, openExportFile } from '#app/modules/reports/export-queries.server.ts'
import { makeExport, makeExports } from '#app/modules/reports/make-exports.server.ts'
import { KEEP_DAYS, MOST_TRIES, MOST_WAITING } from '#app/modules/reports/report-export.ts'
import { parseReportQuery } from '#app/modules/reports/report-query.ts'
import { armFaultPoints } from '#app/platform/fault-points.server.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { assistanceYear } from '#app/shared/business-date.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { createPerson } from '#tests/support/factories/people.ts'
import { readPdf } from '#tests/support/pdf-text.ts'
import { makeYear } from './year-world.ts'

let shop: Shop
let reader: Actor<'progress:export'>

beforeAll(async () => {
  shop = await makeYear(7, 3)
  setRuntime(shop.runtime)
  reader = await someone()
})
afterAll(async () => {
  armFaultPoints(undefined)
  setRuntime(undefined)
  await shop.close()
})

async function someone(): Promise<Actor<'progress:export'>> {
  const { personId } = await createPerson(shop.db, { grants: [{ role: 'auditor' }] })
  return { personId, name: '林秋实', kind: 'staff', roles: ['staff', 'auditor'], permission: 'progress:export' }
}

function wish(given: Partial<AskExport> & { search?: string } = {}): AskExport {
  const year = assistanceYear(shop.clock.now)
  const query = parseReportQuery(new URLSearchParams(given.search ?? `from=${year - 1}-01-01&to=${year}-12-31`), year)
  if (!query) throw new Error('no query')
  return {
    requestId: newId(),
    report: 'register',
    query,
    format: 'xlsx',
    language: 'zh',
    reader,
    now: shop.clock.now,
    ...given,
  }
}

async function ask(given: Parameters<typeof wish>[0] = {}): Promise<string> {
  const asked = await askExport(shop.db, wish(given))
  if (!asked.ok) throw new Error(asked.refusal.kind)
  return asked.value.exportId
}

const make = (exportId?: string) =>
  makeExport(shop.db, { wordsOf: reportWords, now: shop.clock.now, ...(exportId && { exportId }) })

async function bytesOf(exportId: string): Promise<Buffer> {
  const file = await openExportFile(shop.db, exportId)
  if (!file) throw new Error('there is no file')
  const chunks: Buffer[] = []
  for await (const chunk of file.content) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

async function rowOf(exportId: string) {
  return shop.db.selectFrom('report_export').selectAll().where('id', '=', exportId).executeTakeFirstOrThrow()
}

/** As if whoever made it had been silent for long. */
async function silence(exportId: string): Promise<void> {
  await sql`update report_export set heartbeat_at = now() - interval '2 minutes' where id = ${exportId}`.execute(
    shop.db,
  )
}

describe('a file of a report', () => {
  it('has every row with real numbers and days, and its proof beside it', async () => {
    const exportId = await ask()
    expect(await make(exportId)).toBe('done')
    const bytes = await bytesOf(exportId)
    const row = await rowOf(exportId)
    expect(row.sha256?.equals(createHash('sha256').update(bytes).digest())).toBe(true)
    expect(row.byte_count).toBe(bytes.length)
    const [head = [], ...rows] = await readSheet(bytes)
    const kept = await shop.db.selectFrom('recognized_purchase').select('amount_fen').execute()
    expect(rows).toHaveLength(kept.length)
    expect(row).toMatchObject({ state: 'done', rows_done: kept.length, rows_in_all: kept.length })
    const net = head.indexOf('净额')
    const fen = rows.reduce((sum, one) => sum + Math.round(Number(one[net]) * 100), 0)
    expect(fen).toBe(kept.reduce((sum, one) => sum + one.amount_fen, 0))
    expect(rows[0]?.[head.indexOf('序号')]).toBe(1)
    expect(rows[0]?.[head.indexOf('计入日期')]).toBeInstanceOf(Date)
    const proof = await readSheet(bytes, '核对')
    expect(proof.filter((line) => line[4] === '不符')).toEqual([])
    expect(proof.some((line) => line[4] === '相符')).toBe(true)
    expect(JSON.stringify(proof)).toContain(shop.db ? (row.cut as { money: { hash: string } }).money.hash : '')
  })

  it.each(['sales', 'refunds', 'payments', 'settlement', 'trial-balance', 'journal', 'account'] as const)(
    'is made of %s as csv and as a workbook',
    async (report) => {
      const year = assistanceYear(shop.clock.now)
      const search = `from=${year - 1}-01-01&to=${year}-12-31&account=advances:buyers`
      const csv = await ask({ report, format: 'csv', language: 'en', search })
      const xlsx = await ask({ report, format: 'xlsx', language: 'en', search })
      expect([await make(csv), await make(xlsx)]).toEqual(['done', 'done'])
      const lines = (await bytesOf(csv)).toString('utf8').trim().split('\r\n')
      expect(lines.length - 1).toBe((await rowOf(csv)).rows_done)
      expect((await readSheet(await bytesOf(xlsx))).length).toBe(lines.length)
      expect(lines.length).toBeGreaterThan(1)
    },
  )

  it.each(['summary', 'trial-balance'] as const)('is made of %s to be signed', async (report) => {
    const exportId = await ask({ report, format: 'pdf', search: '' })
    expect(await make(exportId)).toBe('done')
    const text = readPdf(await bytesOf(exportId)).pages.join('\n')
    expect(text).toContain(report === 'summary' ? '任务完成汇总表' : '试算平衡表')
    expect(text).toContain('相符')
    expect(text).not.toContain('不符')
    expect(text).toContain('复核')
  })

  it.each(['trial-balance', 'journal'] as const)('has the code and the name of every account in %s', async (report) => {
    const year = assistanceYear(shop.clock.now)
    const search = `from=${year - 1}-01-01&to=${year}-12-31`
    const [xlsx, csv] = [await ask({ report, search }), await ask({ report, search, format: 'csv' })]
    expect([await make(xlsx), await make(csv)]).toEqual(['done', 'done'])
    const [head = [], ...rows] = await readSheet(await bytesOf(xlsx))
    const [code, name] = [head.indexOf('科目'), head.indexOf('科目名称')]
    const supplier = await shop.db.selectFrom('cooperative').select(['id', 'name_zh']).execute()
    const payables = rows.filter((row) => String(row[code]).startsWith('payable:'))
    expect(payables.length).toBeGreaterThan(0)
    for (const row of payables)
      expect(row[name]).toBe(
        `应付合作社 · ${supplier.find(({ id }) => row[code] === `payable:cooperative:${id}`)?.name_zh}`,
      )
    expect(rows.filter((row) => !row[name] || row[name] === row[code])).toEqual([])
    expect((await bytesOf(csv)).toString('utf8')).toContain(String(payables[0]?.[name]))
  })

  it('names the accounts where they are signed', async () => {
    const exportId = await ask({ report: 'trial-balance', format: 'pdf', search: '' })
    await make(exportId)
    const text = readPdf(await bytesOf(exportId)).pages.join('\n')
    expect(text).toContain('支付机构待清算')
    expect(text).toContain('clearing:stripe')
  })

  it('is the same bytes for the same books and moment, but for their makers', async () => {
    const [one, other] = [await ask(), await ask()]
    await make(one)
    await make(other)
    expect((await bytesOf(one)).equals(await bytesOf(other))).toBe(true)
  })
})

describe('asking for a file', () => {
  it('is one file however often the form is sent, and one line of the audit log', async () => {
    const same = wish()
    const answers = await Promise.all([1, 2, 3].map(() => askExport(shop.db, same)))
    const ids = new Set(answers.map((answer) => (answer.ok ? answer.value.exportId : answer.refusal.kind)))
    expect(ids.size).toBe(1)
    const [exportId = ''] = ids
    const logged = await shop.db
      .selectFrom('audit_event')
      .select(['verb', 'actor_id', 'detail'])
      .where('object_id', '=', exportId)
      .execute()
    expect(logged).toEqual([
      { verb: 'report.exported', actor_id: reader.personId, detail: expect.objectContaining({ report: 'register' }) },
    ])
    await make(exportId)
  })

  it('is refused for a format the report does not have, and for too many at once', async () => {
    expect(await askExport(shop.db, wish({ format: 'pdf' }))).toEqual({ ok: false, refusal: { kind: 'formatUnknown' } })
    const eager = await someone()
    for (let count = 0; count < MOST_WAITING; count += 1) await ask({ reader: eager, report: 'payments' })
    expect(await askExport(shop.db, wish({ reader: eager }))).toEqual({
      ok: false,
      refusal: { kind: 'tooManyWaiting', waiting: MOST_WAITING },
    })
    expect(await makeExports(shop.db, reportWords, shop.clock.now)).toBe(MOST_WAITING)
  })
})

describe('the making of files', () => {
  it('gives a file to one maker, however many there are', async () => {
    const exportId = await ask()
    const outcomes = await Promise.all([make(exportId), make(exportId), make(exportId)])
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(2)
  })

  it.each(['export:after-page', 'export:before-finish'])('begins anew when its process dies at %s', async (point) => {
    const exportId = await ask()
    const child = spawn(process.execPath, ['--import', 'tsx', 'tests/integration/reports/report-child.ts'], {
      env: {
        ...process.env,
        NODE_ENV: 'test',
        DATABASE_URL: shop.store.url,
        SESSION_SECRET: shop.runtime.env.sessionSecret,
        STRIPE_SECRET_KEY: 'sk_test_child',
        STRIPE_WEBHOOK_SECRET: 'whsec_child',
        BLOB_DIR: shop.runtime.env.blobs.kind === 'folder' ? shop.runtime.env.blobs.folder : '',
        FAULT_POINT: point,
        NOW: shop.clock.now.toISOString(),
      },
    })
    const [, signal] = await once(child, 'exit')
    expect(signal).toBe('SIGKILL')
    expect(await rowOf(exportId)).toMatchObject({ state: 'running', blob_name: null })
    expect(await make(exportId)).toBeUndefined()
    await silence(exportId)
    expect((await listExports(shop.db)).find((one) => one.exportId === exportId)).toMatchObject({ isStalled: true })
    expect(await make(exportId)).toBe('done')
    expect((await readSheet(await bytesOf(exportId))).length).toBe((await rowOf(exportId)).rows_done + 1)
  })

  it('leaves the file to whoever took it over', async () => {
    const exportId = await ask()
    let isFirst = true
    armFaultPoints(async (point) => {
      if (point !== 'export:after-page' || !isFirst) return
      isFirst = false
      await silence(exportId)
      expect(await make(exportId)).toBe('done')
    })
    expect(await make(exportId)).toBe('failed')
    armFaultPoints(undefined)
    expect(await rowOf(exportId)).toMatchObject({ state: 'done', tries: 2 })
    expect((await bytesOf(exportId)).length).toBeGreaterThan(0)
  })

  it('gives up after several tries, and says so', async () => {
    const exportId = await ask()
    armFaultPoints((point) => {
      if (point === 'export:before-finish') throw new Error('the disk is full')
    })
    for (let count = 0; count < MOST_TRIES; count += 1) expect(await make(exportId)).toBe('failed')
    armFaultPoints(undefined)
    expect(await rowOf(exportId)).toMatchObject({ state: 'failed', blob_name: null })
    expect(await make(exportId)).toBeUndefined()
    expect(await openExportFile(shop.db, exportId)).toBeUndefined()
  })

  it('throws files away when their time is over, and keeps what was asked', async () => {
    const exportId = await ask()
    await make(exportId)
    const later = (days: number) => new Date(shop.clock.now.getTime() + days * 24 * 60 * 60_000)
    expect(await openExportFile(shop.db, exportId)).toBeDefined()
    await expireExports(shop.db, later(KEEP_DAYS - 1))
    expect(await openExportFile(shop.db, exportId)).toBeDefined()
    expect(await expireExports(shop.db, later(KEEP_DAYS))).toBeGreaterThan(0)
    expect(await openExportFile(shop.db, exportId)).toBeUndefined()
    expect((await listExports(shop.db)).find((one) => one.exportId === exportId)).toMatchObject({
      isExpired: true,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })
})
