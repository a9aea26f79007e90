import { expect } from 'vitest'
import { findClosedYear, readYear } from '#app/modules/closing/read-year.server.ts'
import { AMOUNTS, DIMENSIONS, type Dimension, MEASURES } from '#app/modules/progress/attainment.ts'
import { readPivot } from '#app/modules/progress/pivot-queries.server.ts'
import { REPORT_NAMES, type ReportName, type ReportRow } from '#app/modules/reports/report.ts'
import { parseReportQuery, periodOfMonths } from '#app/modules/reports/report-query.ts'
import { type ReportView, readReport } from '#app/modules/reports/report-reader.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { Desk } from './desk.ts'
import { namesOfAccounts } from './kept-figures.ts'
import { sumOf } from './look.ts'
import type { Figures, Reckoned } from './recompute.ts'

interface Reading {
  desk: Desk
  reckoned: Reckoned
  now: Date
}

type Span = readonly [from: string, to: string]

/** Each report, of a month and, when it is asked for, of its year up to it: its own checks tie, and its figures are the notebook's. */
export async function expectReports(
  { desk, reckoned, now }: Reading,
  { month, isOfYear }: { month: string; isOfYear: boolean },
): Promise<void> {
  const year: Span[] = isOfYear ? [[`${month.slice(0, 4)}-01`, month]] : []
  for (const span of [[month, month] as Span, ...year]) {
    const read = (name: ReportName, more = '', limit = 500) => readSpan(desk.db, { name, span, more, limit, now })
    for (const name of REPORT_NAMES)
      for (const more of name === 'trial-balance' || name === 'journal' ? ['', '&book=assistance'] : [''])
        expectTies(await read(name, `${more}&account=advances:buyers`), name)
    await expectCounting(read, reckoned.figures, { span, desk })
    await expectMoney(read, reckoned.figures, span)
    await expectPayables(read, reckoned.figures, span)
    await expectTrialBalance(desk.db, await read('trial-balance'), { figures: reckoned.figures, span })
  }
}

type Read = (name: ReportName, more?: string, limit?: number) => Promise<ReportView>

async function readSpan(
  db: Db,
  of: { name: ReportName; span: Span; more: string; limit: number; now: Date },
): Promise<ReportView> {
  const { name, span, more, limit, now } = of
  const year = Number(span[0].slice(0, 4))
  const { from, to } = periodOfMonths({ year, first: Number(span[0].slice(5)), last: Number(span[1].slice(5)) })
  const query = parseReportQuery(new URLSearchParams(`from=${from}&to=${to}${more}`), year)
  if (!query) throw new Error(`${more} is no query`)
  return readReport(db, { name, query, limit, now })
}

function expectTies({ controls }: ReportView, name: ReportName): void {
  const off = controls.checks.filter((check) => check.reported !== check.booked)
  expect({ name, off }).toEqual({ name, off: [] })
}

/** Register and summary: what counts, in all and by every way of dividing it. */
async function expectCounting(read: Read, figures: Figures, { span, desk }: { span: Span; desk: Desk }): Promise<void> {
  const summary = await read('summary')
  expectTotals(summary, { net: sumOf(figures, 'counted in all', span), ...stagesOf(figures, span, () => true) })
  for (const county of new Set(desk.world.skus.map((sku) => sku.countyId))) {
    const expected = sumOf(figures, `counted of ${county}`, span)
    expectTotals(await read('register', `&county=${county}`, 1), { net: expected })
    const row = summary.rows.find(({ key }) => key.startsWith(`county ${county}`))
    expect([county, row ? cell(summary, row, 'net') : 0]).toEqual([county, expected])
  }
  expectTotals(await read('register', '&measure=platform832', 1), { net: sumOf(figures, 'counted on 832', span) })
  for (const channel of ['own_shop', 'counter', 'agreement', 'other'])
    expectTotals(await read('register', `&channel=${channel}`, 1), {
      net: sumOf(figures, `counted through ${channel}`, span),
    })
  for (const fund of ['staff', 'student', 'canteen', 'assisted_sale'])
    expectTotals(await read('register', `&fund=${fund}`, 1), { net: sumOf(figures, `counted by ${fund}`, span) })
  expectTotals(await read('register', '&unit=year-arts', 1), { net: sumOf(figures, 'counted for year-arts', span) })
  if (span[0] !== span[1]) return
  const register = await read('register', '', 1_000_000)
  expect(sumRows(register, 'net')).toBe(sumOf(figures, 'counted in all', span))
}

/** Accepted and refunded over a span, of those cells that `isOf` lets through. */
function stagesOf(figures: Figures, [from, to]: Span, isOf: (dimensions: string) => boolean) {
  const sums = { accepted: 0, refunded: 0 }
  for (const [key, fen] of figures) {
    const [month = '', stage = '', dimensions = ''] = key.split(' ')
    if (month < from || month > to || !isOf(dimensions)) continue
    if (stage === 'accepted') sums.accepted += fen
    if (stage === 'refunded') sums.refunded -= fen
  }
  return sums
}

/** Sales, refunds and payments. */
async function expectMoney(read: Read, figures: Figures, span: Span): Promise<void> {
  const [sold, fee] = [sumOf(figures, 'sold', span), sumOf(figures, 'sold fee', span)]
  for (const by of ['day', 'product', 'cooperative']) {
    const sales = await read('sales', `&by=${by}`)
    expectTotals(sales, { sold, fee, toCooperative: sold - fee })
    expect(sumRows(sales, 'sold')).toBe(sold)
  }
  const [decided, executed] = [sumOf(figures, 'refunds decided', span), sumOf(figures, 'sent back', span)]
  const refunds = await read('refunds')
  expectTotals(refunds, { decided, executed, failed: 0, borne: decided })
  expect(sumRows(refunds, 'decided')).toBe(decided)
  const received = sumOf(figures, 'received', span)
  for (const by of ['method', 'day']) {
    const payments = await read('payments', `&by=${by}`)
    expectTotals(payments, { received, sentBack: executed, kept: received - executed })
    expect(sumRows(payments, 'received')).toBe(received)
  }
}

/** What is owed to each cooperative: before, and at the end. */
async function expectPayables(read: Read, figures: Figures, [from, to]: Span): Promise<void> {
  const settlement = await read('settlement')
  const owed = new Map<string, { opening: number; closing: number }>()
  for (const [key, fen] of figures) {
    const [month, name] = [key.slice(0, 7), key.slice(8)]
    if (!name.startsWith('money payable ') || month > to) continue
    const code = `payable:cooperative:${name.slice(14)}`
    const sum = owed.get(code) ?? { opening: 0, closing: 0 }
    owed.set(code, { opening: sum.opening + (month < from ? fen : 0), closing: sum.closing + fen })
  }
  const kept = new Map(
    settlement.rows.map((row) => [
      row.key,
      { opening: cell(settlement, row, 'opening'), closing: cell(settlement, row, 'closing') },
    ]),
  )
  for (const [code, sums] of owed) expect([code, kept.get(code)]).toEqual([code, sums])
  for (const [code, { closing }] of kept) expect([code, closing]).toEqual([code, owed.get(code)?.closing ?? 0])
}

async function expectTrialBalance(
  db: Db,
  balance: ReportView,
  { figures, span: [from, to] }: { figures: Figures; span: Span },
): Promise<void> {
  const names = await namesOfAccounts(db)
  for (const row of balance.rows) {
    const named = names.get(row.key)
    if (!named) throw new Error(`${row.key} is no account of money`)
    const side = (sum: number) => named.sign * sum + 0
    const figure = (key: string) => cell(balance, row, key)
    expect({
      account: row.key,
      opening: side(figure('openingDebit') - figure('openingCredit')),
      moved: side(figure('debit') - figure('credit')),
      closing: side(figure('closingDebit') - figure('closingCredit')),
    }).toEqual({
      account: row.key,
      opening: sumOf(figures, `money ${named.name}`, ['', lastBefore(from)]),
      moved: sumOf(figures, `money ${named.name}`, [from, to]),
      closing: sumOf(figures, `money ${named.name}`, ['', to]),
    })
  }
}

/** The month before, as a bound of a span: nothing lies between it and `month`. */
const lastBefore = (month: string) => `${month.slice(0, 4)}-${String(Number(month.slice(5)) - 1).padStart(2, '0')}`

function expectTotals({ controls }: ReportView, expected: Record<string, number>): void {
  const kept = Object.fromEntries(controls.totals.map(({ key, amount }) => [key, amount + 0]))
  expect(kept).toMatchObject(expected)
}

function cell({ columns }: ReportView, row: ReportRow, key: string): number {
  const index = columns.findIndex((column) => column.key === key)
  if (index < 0) throw new Error(`no column ${key}`)
  return Number(row.cells[index] ?? 0)
}

function sumRows(view: ReportView, key: string): number {
  return view.rows.filter((row) => !row.isSum).reduce((sum, row) => sum + cell(view, row, key), 0)
}

const PLACES: Record<Exclude<Dimension, 'month'>, number> = { county: 0, channel: 1, fund: 2, unit: 3 }

interface Slice {
  year: number
  measure: (typeof MEASURES)[number]
  amount: (typeof AMOUNTS)[number]
  rows: Dimension
}

/** The pivot by every dimension, measure and amount. */
export async function expectPivot({ db }: Desk, { figures }: Reckoned, year: number): Promise<void> {
  for (const measure of MEASURES)
    for (const amount of AMOUNTS)
      for (const rows of DIMENSIONS) {
        const slice = { year, measure, amount, rows }
        const { pivot } = await readPivot(db, { ...slice, columns: 'month', filter: {} })
        const kept = pivot.rows.flatMap((row) =>
          row.cells.map((fen, index): [string, number] => [`${row.key} ${pivot.columns[index]}`, fen]),
        )
        expect({ ...slice, kept: new Map(kept.filter(([, fen]) => fen !== 0)) }).toEqual({
          ...slice,
          kept: cellsOf(figures, slice),
        })
      }
}

function cellsOf(figures: Figures, { year, measure, amount, rows }: Slice): Figures {
  const stages: string[] = amount === 'net' ? ['accepted', 'refunded'] : [amount]
  const cells: Figures = new Map()
  for (const [key, fen] of figures) {
    const [month = '', stage = '', dimensions = ''] = key.split(' ')
    const all = dimensions.split('/')
    const isCounted = measure === 'all' || all[1] === 'platform_832'
    if (!isCounted || !stages.includes(stage) || !month.startsWith(`${year}-`)) continue
    const number = String(Number(month.slice(5)))
    const name = `${rows === 'month' ? number : all[PLACES[rows]]} ${number}`
    cells.set(name, (cells.get(name) ?? 0) + fen)
  }
  return new Map([...cells].filter(([, fen]) => fen !== 0))
}

/** A closed year twice: as it was closed, and with what came later and belongs to it. */
export async function expectYear({ db }: Desk, { figures }: Reckoned, year: number): Promise<void> {
  const closed = sumOf(figures, 'counted in all', [`${year}-01`, `${year}-12`])
  let late = 0
  for (const [key, fen] of figures) if (key.slice(8).startsWith(`late for ${year} `)) late += fen
  const found = await findClosedYear(db, year)
  expect(found && [found.asClosed, found.asOfToday]).toEqual([closed, closed + late])
  const report = await readYear(db, { year, limit: 10 })
  expect(report.attained).toBe(closed + late)
  for (const figure of report.figures.filter(({ dimension }) => dimension === 'county')) {
    const before = sumOf(figures, `counted of ${figure.key}`, [`${year}-01`, `${year}-12`])
    let since = 0
    for (const [key, fen] of figures) if (key.slice(8).startsWith(`late for ${year} ${figure.key}/`)) since += fen
    expect(figure).toMatchObject({ closed: before, today: before + since, change: since })
  }
}
