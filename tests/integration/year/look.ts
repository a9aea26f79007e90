import { sql } from 'kysely'
import { expect } from 'vitest'
import { readControlTotals } from '#app/modules/closing/control-totals.ts'
import { readPayableTieOut } from '#app/modules/settlement/settlement-tie-out.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import type { Desk } from './desk.ts'
import {
  figuresOfDocuments,
  figuresOfPostings,
  figuresOfStages,
  figuresOfSums,
  figuresOfTask,
  namesOfAccounts,
  withTime,
} from './kept-figures.ts'
import { type Figures, type Reckoned, recompute } from './recompute.ts'

const MONEY = /^(money|turned) /
const COUNTED = /^counted /
const STAGES = /^(ordered|paid|accepted|refunded) /

/** Everything that is kept is what the notebook says, to the fen and month by month. */
export async function expectKept({ db, notebook }: Desk, label: string): Promise<Reckoned> {
  const reckoned = recompute(notebook)
  const { figures } = reckoned
  same(`${label}: sums`, await figuresOfSums(db), part(figures, MONEY))
  same(`${label}: postings`, await figuresOfPostings(db), part(figures, MONEY))
  same(`${label}: documents`, await figuresOfDocuments(db), part(figures, COUNTED))
  same(`${label}: task`, await figuresOfTask(db), part(figures, COUNTED))
  same(`${label}: stages`, await figuresOfStages(db), part(figures, STAGES))
  await expectStatements(db, reckoned, label)
  return reckoned
}

/** Fails with the figures that differ and no others: kept, then reckoned. */
function same(label: string, kept: Figures, reckoned: Figures): void {
  const names = [...new Set([...kept.keys(), ...reckoned.keys()])].sort()
  const off = names.filter((name) => (kept.get(name) ?? 0) !== (reckoned.get(name) ?? 0))
  expect(off.map((name) => `${label}: ${name}: ${kept.get(name) ?? 0} instead of ${reckoned.get(name) ?? 0}`)).toEqual(
    [],
  )
  expect(reckoned.size).toBeGreaterThan(0)
}

export function part(figures: Figures, prefix: RegExp): Figures {
  return new Map([...figures].filter(([name]) => prefix.test(name.slice(8))))
}

/** The sum of a figure over months, both included. */
export function sumOf(figures: Figures, name: string, [from, to]: readonly [string, string]): number {
  let sum = 0
  for (const [key, fen] of figures) {
    const month = key.slice(0, 7)
    if (key.slice(8) === name && month >= from && month <= to) sum += fen
  }
  return sum
}

async function expectStatements(db: Db, { statements, unpayable, unbilled }: Reckoned, label: string): Promise<void> {
  const rows = await db.selectFrom('settlement_statement').select(['id', 'total_fen', 'state']).execute()
  const kept = new Map(rows.map((row) => [row.id, row.total_fen]))
  expect({ label, statements: kept }).toEqual({ label, statements })
  expect(rows.map(({ state }) => state).filter((state) => state !== 'reconciled')).toEqual([])
  expect(unpayable.filter((total) => total > 0)).toEqual([])
  const ties = await readPayableTieOut(db)
  expect(ties.filter((tie) => tie.difference !== 0 || tie.openLines !== 0)).toEqual([])
  const waiting = ties.filter((tie) => tie.unbilled !== 0)
  expect(new Map(waiting.map((tie) => [tie.cooperativeId as string, tie.unbilled as number]))).toEqual(unbilled)
}

/** What the close of a month signed is what the notebook says of it. */
export async function expectSigned({ db }: Desk, { figures }: Reckoned, month: string): Promise<void> {
  const row = await db
    .selectFrom('period')
    .select(['state', 'control_totals'])
    .where('month', '=', `${month}-01`)
    .executeTakeFirstOrThrow()
  expect(row.state).toBe('closed')
  const totals = readControlTotals(row.control_totals)
  const only = [month, month] as const
  const turned = totals.classes
    .filter(({ book }) => book === 'money')
    .flatMap(({ kind, debit, credit }) => [
      [kind, debit, credit],
      [kind, sumOf(figures, `turned ${kind} debit`, only), sumOf(figures, `turned ${kind} credit`, only)],
    ])
  for (let index = 0; index < turned.length; index += 2)
    expect([month, ...(turned[index] ?? [])]).toEqual([month, ...(turned[index + 1] ?? [])])
  const names = await namesOfAccounts(db)
  const rests: Figures = new Map()
  for (const { code, balance } of totals.balances) {
    const named = names.get(code)
    if (named) rests.set(`${month} money ${named.name}`, named.sign * balance + 0)
  }
  same(`signed balances of ${month}`, rests, restsAt(figures, month))
  const year = [`${month.slice(0, 4)}-01`, month] as const
  for (const { measure, month: inMonth, year: inYear } of totals.recognized) {
    const name = MEASURES[measure]
    expect({ measure, inMonth, inYear }).toEqual({
      measure,
      inMonth: sumOf(figures, name, only),
      inYear: sumOf(figures, name, year),
    })
  }
}

const MEASURES = {
  all: 'counted in all',
  platform_832: 'counted on 832',
  assisted_sale: 'counted by assisted_sale',
} as const

/** What rests on each account at the end of a month. */
export function restsAt(figures: Figures, month: string): Figures {
  const rests: Figures = new Map()
  for (const [key, fen] of figures) {
    const name = key.slice(8)
    if (!name.startsWith('money ') || key.slice(0, 7) > month) continue
    rests.set(`${month} ${name}`, (rests.get(`${month} ${name}`) ?? 0) + fen)
  }
  return new Map([...rests].filter(([, fen]) => fen !== 0))
}

/** The sums of closed months as text, to be compared later: nobody changes them. */
export async function sealOf(db: Db, month: string): Promise<string> {
  const { rows } = await withTime(db, (tx) =>
    sql<{ seal: string }>`
    select md5(coalesce(string_agg(line, '|' order by line), '')) as seal from (
      select format('%s %s %s %s %s %s', account_code, business_date, source_type, debit_fen, credit_fen, line_count) as line
      from account_day where to_char(business_date, 'YYYY-MM') <= ${month}
      union all
      select format('%s %s %s %s %s %s %s', month, stage, county_id, channel, fund_type, org_unit_id, amount_fen)
      from stage_amount where stage in ('accepted', 'refunded') and amount_fen <> 0
        and make_date(year, month, 1) <= ${`${month}-01`}::date
      union all
      select format('%s %s', month, control_totals) from period_close where to_char(month, 'YYYY-MM') < ${month}
    ) lines`.execute(tx),
  )
  return rows[0]?.seal ?? ''
}
