import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProviderHistory, tellProviderHistory } from '#app/commands/provider-history.ts'
import { readBankPosition } from '#app/modules/bank/bank-queries.server.ts'
import { listOpenItems } from '#app/modules/bank/open-items.server.ts'
import { readLateFacts } from '#app/modules/closing/late-facts.server.ts'
import { findClosedYear } from '#app/modules/closing/read-year.server.ts'
import { type EvidenceLine, type LinePlace, readWorklist } from '#app/modules/evidence/evidence-queries.server.ts'
import type { EvidenceScope } from '#app/modules/evidence/evidence-scope.ts'
import { CommandJournal, readJournalSeed } from '#app/sandbox/stripe/command-journal.ts'
import { StripeWorld } from '#app/sandbox/stripe/stripe-world.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import { shareOfMonth } from '#db/seed/office/moments.ts'
import { seedDemo } from '#db/seed.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

/** Wednesday 25 November 2026, 17:00 in Shanghai. */
const NOW = new Date('2026-11-25T09:00:00Z')
const ORDERS_A_YEAR = 400
/** What the 832 platform's rows of the opening year come to until November. */
const OF_PLATFORM_FEN = 19_811_000

let demo: TestDatabase
let folder: string

beforeAll(async () => {
  demo = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'office-'))
  await fill()
}, 300_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await demo.drop()
})

async function fill(provider = new ProviderHistory('office')): Promise<ProviderHistory> {
  const office = { provider, blobFolder: join(folder, 'blobs') }
  await seedDemo(demo.ownerUrl, NOW, { ordersAYear: ORDERS_A_YEAR, onProgress: () => undefined, office })
  return provider
}

async function one<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row> {
  const { rows } = await query.execute(demo.db)
  const [row] = rows
  if (!row) throw new Error('no row')
  return row
}

async function list<Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return (await query.execute(demo.db)).rows
}

async function listLacking(scope: EvidenceScope): Promise<EvidenceLine[]> {
  const lines: EvidenceLine[] = []
  for (let after: LinePlace | undefined; ; ) {
    const page = await readWorklist(demo.db, { scope, after, limit: 200 })
    lines.push(...page.lines)
    if (!page.next) return lines
    after = page.next
  }
}

describe('a share of the running month', () => {
  it.each(['2026-11-01T00:30', '2026-11-01T11:00', '2026-11-25T08:00', '2026-11-25T17:00', '2026-11-30T23:50'])(
    'is before an opening at %s, in the order of the shares',
    (opening) => {
      const openedAt = new Date(`${opening}:00+08:00`)
      const instants = Array.from({ length: 200 }, (_, share) => shareOfMonth(openedAt, share / 200).getTime())
      expect(instants).toEqual([...instants].sort((one, other) => one - other))
      expect(Math.max(...instants)).toBeLessThan(openedAt.getTime())
    },
  )
})

describe('the demo with its finance office', () => {
  it('breaks no promise that the audit checks', async () => {
    const checks = await checkInvariants(demo.ownerDb, NOW)
    expect(checks.flatMap(({ name, breaches }) => breaches.map((breach) => ({ name, ...breach })))).toEqual([])
  })

  it('has a task of exactly a million, its funds computed from budget and heads', async () => {
    const rows = await list(sql<{ scope_id: string; basis: string; amount: number }>`
      select scope_id, basis, amount_fen as amount from assistance_target target
        join target_decision decision on decision.id = target.decision_id
      where year = 2026 and scope in ('college', 'fund') order by amount_fen desc`)
    expect(rows[0]?.amount).toBe(100_000_000)
    const funds = rows.slice(1)
    expect(funds.reduce((sum, row) => sum + row.amount, 0)).toBe(100_000_000)
    expect(new Set(funds.map(({ basis }) => basis))).toEqual(new Set(['budget_share', 'per_head', 'amount']))
  })

  it('has closed every month but the last and the running one', async () => {
    const rows = await list(sql<{ month: string; state: string }>`
      select to_char(month, 'YYYY-MM') as month, state from period order by month`)
    expect(rows.filter(({ state }) => state === 'closed').map(({ month }) => month)).toEqual(
      [['2024-12'], monthsOf(2025, 12), monthsOf(2026, 9)].flat(),
    )
    expect(rows.filter(({ state }) => state === 'closing')).toEqual([{ month: '2026-10', state: 'closing' }])
  })

  it('has matched every line of the provider and found every movement of ours', async () => {
    const row = await one(sql<{ lines: number; strange: number; ours: number; payouts: number }>`
      select count(*)::int as lines, count(*) filter (where state <> 'matched')::int as strange,
        (select count(*)::int from clearing_movement where provider_ref is null and business_date < '2026-11-25') as ours,
        (select count(*)::int from provider_payout) as payouts from balance_transaction`)
    expect(row).toMatchObject({ strange: 0, ours: 0 })
    expect(row.lines).toBeGreaterThan(300)
    expect(row.payouts).toBeGreaterThan(100)
  })

  it('has explained every line of the bank up to the last month, and left some of the running one', async () => {
    const row = await one(sql<{ before: number; now: number; claims: number }>`
      select count(*) filter (where bank_link_id is null and booked_on < '2026-11-01')::int as before,
        count(*) filter (where bank_link_id is null and booked_on >= '2026-11-01')::int as now,
        (select count(*)::int from bank_link_part where kind = 'leftover') as claims from bank_line`)
    expect(row).toEqual({ before: 0, now: 5, claims: 1 })
  })

  it('has books that agree with the balance the bank gives', async () => {
    const { opening, difference, missing } = await readBankPosition(demo.db)
    expect({ opening: opening?.amount, difference, missing }).toEqual({
      opening: 268_000_000,
      difference: 0,
      missing: 0,
    })
  })

  it('has the bills of both wallets, and needs no reason in their place', async () => {
    const rows = await list(sql<{ month: string; provider: string; files: number; lines: number; refunds: number }>`
      select to_char(occurred_on, 'YYYY-MM') as month, provider, count(distinct sheet_file_id)::int as files,
        count(*)::int as lines, count(*) filter (where wallet_refund_no <> '')::int as refunds
      from bill_line group by 1, 2 order by 1, 2`)
    expect(rows.map(({ month, provider, files }) => [month, provider, files])).toEqual(
      monthsOf(2026, 10).flatMap((month) => [
        [month, 'alipay', 1],
        [month, 'wechat', 1],
      ]),
    )
    expect(rows.reduce((sum, { refunds }) => sum + refunds, 0)).toBeGreaterThan(3)
    const row = await one(sql<{ waivers: number; without: number }>`
      select (select count(*)::int from period_waiver) as waivers,
        (select count(*)::int from unbilled_payment where day < '2026-11-01') as without`)
    expect(row).toEqual({ waivers: 0, without: 0 })
  })

  it('has left two rows of October’s bill to be looked at', async () => {
    const rows = await list(sql<{ state: string; month: string; apart: number }>`
      select state, to_char(occurred_on, 'YYYY-MM') as month, amount_fen - coalesce(booked_fen, 0) as apart
      from bill_line where state <> 'matched' order by state`)
    expect(rows).toMatchObject([
      { state: 'amount_differs', month: '2026-10' },
      { state: 'bill_only', month: '2026-10' },
    ])
    expect(rows[0]?.apart).not.toBe(0)
  })

  it('has settled with the cooperatives up to September, and stands in every state for October', async () => {
    const rows = await list(sql<{ month: string; state: string }>`
      select distinct to_char(month, 'YYYY-MM') as month, state from settlement_statement order by 1, 2`)
    const statesOf = (is: (month: string) => boolean) =>
      new Set(rows.filter((row) => is(row.month)).map((row) => row.state))
    expect(statesOf((month) => month < '2026-10')).toEqual(new Set(['reconciled']))
    expect(statesOf((month) => month === '2026-10')).toEqual(
      new Set(['draft', 'sent', 'disputed', 'confirmed', 'approved', 'paid', 'reconciled']),
    )
  })

  it('has a statement for the manager whose account is shown to confirm', async () => {
    const rows = await list(sql<{ state: string }>`
      select state from settlement_statement statement join cooperative on cooperative.id = statement.cooperative_id
      where slug = 'famen-huajiao' and month = '2026-10-01'`)
    expect(rows).toEqual([{ state: 'sent' }])
  })

  it('has the 832 purchases of months that are over from files, one of them put right', async () => {
    const files = await list(sql<{ name: string; state: string }>`
      select file_name as name, state from sheet_file where kind = 'external_purchase' order by created_at, file_name`)
    expect(files.map(({ name }) => name)).toEqual([
      ...['01', '02', '03', '04', '05', '06'].map((month) => `832-2026${month}.csv`),
      '832-2026上半年-更正.csv',
      ...['07', '08', '09', '10'].map((month) => `832-2026${month}.csv`),
    ])
    expect(new Set(files.map(({ state }) => state))).toEqual(new Set(['done']))
    const typed = await list(sql<{ external_no: string }>`
      select external_no from external_purchase
      where channel = 'platform_832' and sheet_row_id is null and accepted_on between '2026-01-01' and '2026-10-31'`)
    expect(typed).toEqual([])
    const put = await list(sql<{ external_no: string; revision: number; state: string; amount_fen: number }>`
      select external_no, revision, state, amount_fen from external_purchase
      where revision > 1 and accepted_on >= '2026-01-01' order by external_no`)
    expect(put).toEqual([
      { external_no: '832-20260608-01', revision: 2, state: 'reversed', amount_fen: 328_000 },
      { external_no: '832-20260611-01', revision: 2, state: 'reviewed', amount_fen: 1_019_000 },
    ])
    const counted = await one(sql<{ amount: number }>`
      select sum(amount_fen)::bigint as amount from recognized_purchase where year = 2026 and channel = 'platform_832'
        and not exists (select from late_recognition where recognized_purchase_id = recognized_purchase.id)`)
    expect(counted.amount).toBe(OF_PLATFORM_FEN)
  })

  it('was told of a refund of the year before when that was closed: its figures are two', async () => {
    const closed = await findClosedYear(demo.db, 2025)
    expect(closed && closed.asClosed - closed.asOfToday).toBe(364_000)
    const { facts } = await readLateFacts(demo.db, { month: '2025-11', limit: 10 })
    expect(facts.map(({ bookedOn }) => bookedOn.slice(0, 7))).toEqual(['2026-11', '2026-11'])
    const waiting = await listOpenItems(demo.db, { near: '2025-11-13', limit: 50 })
    expect(waiting.filter(({ kind, open }) => kind === 'purchase' && open > 0)).toMatchObject([
      { name: '832-20251113-01', open: 364_000 },
    ])
  })

  it('lacks the papers of the latest purchases only', async () => {
    const rows = await list(sql<{ accepted_on: string }>`
      select accepted_on from external_purchase where not has_evidence and state <> 'reversed' order by 1`)
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.length).toBeLessThan(11)
    expect(rows.filter(({ accepted_on }) => accepted_on < '2026-10-01')).toEqual([])
    const lacking = await listLacking({ from: '2026-01-01', to: '2026-09-30' })
    const external = lacking.filter(({ sourceType }) => sourceType === 'external')
    expect(new Set(external.flatMap(({ missing }) => missing))).toEqual(new Set(['agreement']))
  })

  it('sold from batches that nearly all have a certificate', async () => {
    const row = await one(sql<{ share: number; lacking: number; forms: number }>`
      select avg((certificate_number is not null)::int)::float as share, count(*) filter (where certificate_number is null)::int as lacking,
        count(*) filter (where certificate_number !~ '^HGZ-\\d{6}-\\d{8}-\\d{3}$')::int as forms
      from batch where exists (select from shipment_line where batch_id = batch.id)`)
    expect(row.forms).toBe(0)
    expect(row.lacking).toBeGreaterThan(0)
    expect(row.share).toBeGreaterThan(0.9)
  })

  it('has papers to look at: agreements, invoices, a pack, an export', async () => {
    const row = await one(sql<Record<string, number>>`
      select (select count(*)::int from purchase_agreement) as agreements, (select count(*)::int from fapiao where state = 'issued') as issued,
        (select count(*)::int from evidence_pack where state = 'done') as packs, (select count(*)::int from report_export where state = 'done') as exports`)
    expect(row).toEqual({ agreements: 5, issued: 3, packs: 1, exports: 1 })
  })

  it('works in office hours, and had done it all when the shop opened', async () => {
    const rows = await list(sql<{ verb: string; at: Date }>`
      select verb, audit_event.at from audit_event join role_grant on role_grant.person_id = actor_id
      where role like 'finance_%' and verb not like 'refund%' and verb not like 'demo.%'
        and (audit_event.at > ${NOW} or (audit_event.at at time zone 'Asia/Shanghai')::time not between '09:00' and '17:30')`)
    expect(rows).toEqual([])
    const files = await list(sql<{ name: string }>`
      select file_name as name from sheet_file
      where (created_at at time zone 'Asia/Shanghai')::time not between '09:00' and '17:30'`)
    expect(files).toEqual([])
  })

  it('is left alone by the next start, and the provider’s memory agrees with what was fetched', async () => {
    const count = () => one(sql<{ seq: number }>`select sum(seq)::int as seq from ledger_head`)
    const before = await count()
    const provider = await fill(new ProviderHistory('office'))
    expect(await count()).toEqual(before)
    const journalFile = join(folder, 'stripe.json')
    await tellProviderHistory(demo.ownerUrl, { journalFile, provider, now: NOW })
    const world = new StripeWorld({
      seed: readJournalSeed(journalFile) ?? '',
      now: () => NOW,
      hostedBase: 'http://pay.test',
    })
    new CommandJournal(journalFile).restore(world, 'office')
    const known = new Set(world.state.balanceTransactions.all().map(({ id }) => id))
    const fetched = await list(sql<{ id: string }>`select id from balance_transaction`)
    expect(fetched.filter(({ id }) => !known.has(id))).toEqual([])
  })
})

function monthsOf(year: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${year}-${String(index + 1).padStart(2, '0')}`)
}
