import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BOOKS } from '#app/modules/ledger/accounts.ts'
import { REPORT_NAMES, type ReportName, type ReportRow } from '#app/modules/reports/report.ts'
import { parseReportQuery, periodOfMonths, type ReportQuery } from '#app/modules/reports/report-query.ts'
import { type ReportView, readReport, reportOf } from '#app/modules/reports/report-reader.server.ts'
import { assistanceYear, businessDate, monthOf } from '#app/shared/business-date.ts'
import { checkInvariants } from '#db/invariants/check-invariants.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { makeYear } from './year-world.ts'

let shop: Shop
let year: number

beforeAll(async () => {
  year = assistanceYear(new Date())
  shop = await makeYear(20_261_125, 7)
})
afterAll(() => shop.close())

function queryOf(text: string): ReportQuery {
  const query = parseReportQuery(new URLSearchParams(text), year)
  if (!query) throw new Error(`${text} is no query`)
  return query
}

const read = (name: ReportName, query: ReportQuery, limit = 10_000): Promise<ReportView> =>
  readReport(shop.db, { name, query, limit, now: shop.clock.now })

function total(view: ReportView, key: string): number {
  const found = view.controls.totals.find((one) => one.key === key)
  if (!found) throw new Error(`no control total ${key}`)
  return found.amount
}

function sumOf(view: Pick<ReportView, 'columns' | 'rows'>, key: string, of = (row: ReportRow) => !row.isSum): number {
  const index = view.columns.findIndex((column) => column.key === key)
  if (index < 0) throw new Error(`no column ${key}`)
  return view.rows.filter(of).reduce((sum, row) => sum + Number(row.cells[index] ?? 0), 0)
}

/** The months that have something in them, both years, and all of it; as periods. */
function periods(): string[] {
  const last = businessDate(shop.clock.now)
  const months: string[] = []
  for (
    let month = monthOf(businessDate(new Date())), at = year;
    at < assistanceYear(shop.clock.now) || month <= monthOf(last);
  ) {
    const { from, to } = periodOfMonths({ year: at, first: month, last: month })
    months.push(`from=${from}&to=${to}`)
    at = month === 12 ? at + 1 : at
    month = (month % 12) + 1
  }
  return [...months, `from=${year}-01-01&to=${year}-12-31`, `from=${year + 1}-01-01&to=${year + 1}-12-31`]
}

async function pages(name: ReportName, query: ReportQuery, limit: number): Promise<ReportRow[]> {
  const rows: ReportRow[] = []
  let after: string | undefined
  do {
    const page = await reportOf(name).readPage(shop.db, { ...query, after }, limit)
    expect(page.rows.length).toBeLessThanOrEqual(limit)
    rows.push(...page.rows)
    after = page.next
  } while (after)
  return rows
}

describe('all money reports', () => {
  it('tie to the books to the fen, each month and each year', async () => {
    let checked = 0
    for (const period of periods())
      for (const name of REPORT_NAMES)
        for (const more of ['', '&book=assistance', '&by=product', '&by=day']) {
          const view = await read(name, queryOf(`${period}${more}&account=advances:buyers`))
          for (const check of view.controls.checks) {
            expect({ period, name, more, ...check, booked: check.reported }).toEqual({ period, name, more, ...check })
            checked += check.reported === 0 ? 0 : 1
          }
        }
    expect(checked).toBeGreaterThan(100)
  })

  it('show nothing as nothing, without a sign', async () => {
    for (const name of REPORT_NAMES) {
      const { rows, controls } = await read(name, queryOf('account=advances:buyers'))
      const figures = [...rows.flatMap(({ cells }) => cells), ...controls.totals.map(({ amount }) => amount)]
      expect(figures.filter((figure) => Object.is(figure, -0))).toEqual([])
    }
  })

  it('tie to each other', async () => {
    for (const period of periods()) {
      const query = queryOf(period)
      const [register, summary, sales, settlement, payments, refunds] = await Promise.all([
        read('register', query),
        read('summary', query),
        read('sales', query),
        read('settlement', query),
        read('payments', query),
        read('refunds', query),
      ])
      expect(total(summary, 'net')).toBe(total(register, 'net'))
      expect(sumOf(register, 'net')).toBe(total(register, 'net'))
      expect(sumOf(summary, 'net', (row) => row.key.startsWith('cell'))).toBe(total(summary, 'net'))
      expect(total(settlement, 'earned')).toBe(total(sales, 'toCooperative'))
      expect(sumOf(sales, 'sold')).toBe(total(sales, 'sold'))
      for (const by of ['product', 'cooperative'])
        expect(sumOf(await read('sales', queryOf(`${period}&by=${by}`)), 'sold')).toBe(total(sales, 'sold'))
      const days = await read('payments', queryOf(`${period}&by=day`))
      expect(sumOf(days, 'received')).toBe(sumOf(payments, 'received'))
      // Every refund of this world that failed had been sent: its money came back.
      expect(sumOf(refunds, 'executed') - sumOf(refunds, 'failed')).toBe(total(payments, 'sentBack'))
    }
  })

  it('tie in days that are no whole months: most of a month, few of it, and a year but for its ends', async () => {
    const odd = periods().flatMap((period) => [
      period.replace('-01&to', '-04&to'),
      period.replace(/\d\d$/, '26'),
      period.replace('-01&to', '-12&to').replace(/\d\d$/, '15'),
    ])
    for (const period of odd) {
      const register = await read('register', queryOf(period))
      const { amount, refunded, net } = Object.fromEntries(register.controls.totals.map((one) => [one.key, one.amount]))
      expect({ period, amount, refunded, net }).toEqual({
        period,
        amount: sumOf(register, 'amount'),
        refunded: sumOf(register, 'refunded'),
        net: sumOf(register, 'net'),
      })
      expect(register.controls.checks.filter(({ reported, booked }) => reported !== booked)).toEqual([])
    }
  })

  it('give a trial balance whose every account is its own statement', async () => {
    for (const book of BOOKS) {
      const query = queryOf(`from=${year}-01-01&to=${year + 1}-12-31&book=${book}`)
      const balance = await read('trial-balance', query)
      const index = (key: string) => balance.columns.findIndex((column) => column.key === key)
      for (const row of balance.rows) {
        const statement = await read('account', { ...query, account: row.key })
        const closing = Number(row.cells[index('closingDebit')] ?? 0) - Number(row.cells[index('closingCredit')] ?? 0)
        expect(total(statement, 'closing')).toBe(closing)
        expect(sumOf(statement, 'debit')).toBe(Number(row.cells[index('debit')]))
        expect(Number(statement.rows.at(-1)?.cells.at(-1))).toBe(closing)
      }
    }
  })

  it('drill down to rows that add up to the figure they led from', async () => {
    const summary = await read('summary', queryOf(''))
    const net = summary.columns.findIndex((column) => column.key === 'net')
    for (const row of summary.rows) {
      if (row.link?.to !== 'report') throw new Error('a figure of the summary leads to the register')
      const detail = await read('register', { ...queryOf(''), ...row.link.query })
      expect(sumOf(detail, 'net')).toBe(Number(row.cells[net]))
    }
  })

  it('are the same rows in pages as in one', async () => {
    const everything = `from=${year}-01-01&to=${year + 1}-12-31`
    for (const [name, more] of [
      ['register', ''],
      ['register', '&county=fufeng&channel=agreement'],
      ['journal', ''],
      ['journal', '&book=assistance&source=external'],
      ['account', '&account=advances:buyers'],
      ['account', '&account=refunds-due'],
    ] as const) {
      const query = queryOf(everything + more)
      const whole = await read(name, query)
      expect(whole.rows.length).toBeGreaterThan(1)
      expect(await pages(name, query, 2)).toEqual(whole.rows)
      expect(await reportOf(name).countRows?.(shop.db, query)).toBe(whole.rows.length)
    }
  })

  it('narrow the register without losing the tie', async () => {
    const { id } = await shop.db
      .selectFrom('cooperative')
      .select('id')
      .where('slug', '=', 'north')
      .executeTakeFirstOrThrow()
    const product = await shop.db.selectFrom('sale_day').select('product_id').executeTakeFirstOrThrow()
    for (const narrow of [
      'measure=platform832',
      'fund=canteen',
      `cooperative=${id}`,
      `product=${product.product_id}`,
      'unit=union',
      `to=${year}-11-28`,
    ]) {
      const view = await read('register', queryOf(narrow))
      expect(view.controls.checks[0]?.booked).toBe(view.controls.checks[0]?.reported)
      expect(sumOf(view, 'net')).toBe(total(view, 'net'))
    }
  })

  it('leave nothing for the audit to find', async () => {
    const checks = await checkInvariants(shop.db, shop.clock.now)
    expect(checks.filter((check) => check.breaches.length > 0)).toEqual([])
  })
})
