import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PurchaseFacts, purchaseFacts } from '#app/modules/external/purchase.ts'
import { recordPurchase } from '#app/modules/external/record-purchase.server.ts'
import type { GrantedRole } from '#app/modules/identity/permissions.ts'
import { newId } from '#app/platform/ids.server.ts'
import { setRuntime } from '#app/platform/runtime.server.ts'
import { loader as pivotLoader } from '#app/routes/finance/attainment.tsx'
import { loader as linesLoader } from '#app/routes/finance/attainment-lines.tsx'
import { loader as tableLoader } from '#app/routes/finance/attainment-table.ts'
import { action as countedAction, loader as countedLoader } from '#app/routes/finance/counted-purchase.tsx'
import { loader as overviewLoader } from '#app/routes/finance/overview.tsx'
import { assistanceYear, businessDate } from '#app/shared/business-date.ts'
import type { CountyId } from '#app/shared/ids.ts'
import { fen, formatYuan, sumFen } from '#app/shared/money.ts'
import { expectCleanAudit } from '#tests/integration/aftersale/desk.ts'
import type { Shop } from '#tests/integration/payments/shop.ts'
import { createPerson, createSession, TEST_SESSION_SECRET } from '#tests/support/factories/people.ts'
import { openTaskYear } from './task-year.ts'

let shop: Shop
let year: number
let cookies: Record<'officer' | 'auditor' | 'buyer', string>

beforeAll(async () => {
  shop = await openTaskYear()
  year = assistanceYear(shop.clock.now)
  setRuntime({ ...shop.runtime, env: { ...shop.runtime.env, sessionSecret: TEST_SESSION_SECRET } })
  cookies = {
    officer: await cookieOf(['finance_officer']),
    auditor: await cookieOf(['auditor']),
    buyer: await cookieOf([]),
  }
})
afterAll(async () => {
  setRuntime(undefined)
  await shop.close()
})

async function cookieOf(roles: GrantedRole[]): Promise<string> {
  const { personId } = await createPerson(shop.db, { grants: roles.map((role) => ({ role })) })
  return `sid=${await createSession(shop.db, personId)}`
}

interface Asking {
  as?: keyof typeof cookies
  params?: Record<string, string>
  body?: FormData
}

function ask(path: string, { as = 'auditor', params = {}, body }: Asking = {}) {
  const request = new Request(`http://shop.test${path}`, {
    headers: { cookie: cookies[as] },
    ...(body && { method: 'POST', body }),
  })
  return { request, params, context: {} } satisfies LoaderFunctionArgs & ActionFunctionArgs
}

async function countedOf(channel: string): Promise<string> {
  const row = await shop.db
    .selectFrom('recognized_purchase')
    .select('id')
    .where('channel', '=', channel)
    .where('source_type', '<>', 'refund')
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  return row.id
}

describe('the overview', () => {
  it('has the target in force, both measures and the figures a finance officer signs', async () => {
    const { overview, drawn } = await overviewLoader(ask('/finance'))
    const { progress, measures, pace } = overview
    expect(progress).toMatchObject({ target: 1_200_000, decision: { documentNo: '院办〔2〕号' } })
    expect(measures.all.whole.net).toBe(progress.attained.all)
    expect(measures.platform832.whole.net).toBe(progress.attained.platform832)
    expect(measures.all.direct.net + measures.all.assisted.net).toBe(measures.all.whole.net)
    expect(measures.all.whole.refunded).toBeLessThan(0)
    expect(pace.ahead).toBe(progress.attained.all - (pace.due ?? 0))
    expect(drawn.year.attained).toMatch(/^M0,100/)
    expect(drawn.year.pace).toBeDefined()
  })

  it('says what is in the pipe, as the orders stand', async () => {
    const { overview } = await overviewLoader(ask('/finance'))
    const own = overview.pipe.filter(({ channel }) => channel === 'own_shop' || channel === 'counter')
    const orders = await shop.db
      .selectFrom('order')
      .select(['total_fen', 'status'])
      .where('status', '=', 'awaiting_payment')
      .execute()
    expect(sumFen(own.map((line) => line.orderedNotPaid))).toBe(sumFen(orders.map((order) => fen(order.total_fen))))
    const waiting = await sql<{ channel: string; amount: number }>`
      select channel, sum(unit_price_fen * (quantity - accepted_quantity - canceled_quantity))::bigint as amount
      from "order" o join order_line line on line.order_id = o.id where o.status = 'paid' group by 1`.execute(shop.db)
    const waitingAt = (at: string) => waiting.rows.find(({ channel }) => channel === at)?.amount ?? 0
    expect(waitingAt('own_shop')).toBeGreaterThan(0)
    for (const { channel, paidNotAccepted } of own) expect(paidNotAccepted).toBe(waitingAt(channel))
  })

  it('waits for what was bought elsewhere, less what was given back of it', async () => {
    const pipeOf = async (at: PurchaseFacts['channel'] = 'platform_832') => {
      const { overview } = await overviewLoader(ask('/finance'))
      const { orderedNotPaid = 0, paidNotAccepted = 0 } = overview.pipe.find(({ channel }) => channel === at) ?? {}
      return { orderedNotPaid, paidNotAccepted }
    }
    const buy = async (said: Partial<PurchaseFacts>) => {
      const { now } = shop.clock
      const facts = purchaseFacts({
        channel: 'platform_832',
        externalNo: newId(),
        countyId: 'fufeng' as CountyId,
        amount: fen(50_000),
        fundType: 'canteen',
        orderedOn: businessDate(now),
        ...said,
      })
      const recorded = await recordPurchase(shop.db, { facts, recordedBy: null, now })
      expect(recorded.ok).toBe(true)
    }
    const [before, today] = [await pipeOf(), businessDate(shop.clock.now)]
    await buy({ acceptedOn: today, paidOn: today, refund: fen(20_000) })
    expect(await pipeOf()).toEqual(before)
    await buy({ paidOn: today, refund: fen(10_000) })
    await buy({})
    await buy({ acceptedOn: today, amount: fen(700) })
    expect(await pipeOf()).toEqual({
      orderedNotPaid: before.orderedNotPaid + 50_700,
      paidNotAccepted: before.paidNotAccepted + 40_000,
    })
    const counter = await pipeOf('counter')
    await buy({ channel: 'counter', amount: fen(900) })
    expect(await pipeOf('counter')).toEqual({ ...counter, orderedNotPaid: counter.orderedNotPaid + 900 })
  })

  it('names the county that has nothing, open incidents, and months not closed from the first entry on', async () => {
    const { overview } = await overviewLoader(ask('/finance'))
    const open = await shop.db.selectFrom('incident').select('id').where('closed_at', 'is', null).execute()
    expect(overview.alerts).toContainEqual(expect.objectContaining({ kind: 'countyEmpty', countyId: 'chunhua' }))
    expect(overview.alerts).toContainEqual({ kind: 'incidentsOpen', count: open.length })
    const months = overview.alerts.find((alert) => alert.kind === 'monthsOpen')
    const { first } = await shop.db
      .selectFrom('account_day')
      .select((eb) => eb.fn.min('business_date').as('first'))
      .where('source_type', '<>', 'target_decision')
      .executeTakeFirstOrThrow()
    expect(months?.months[0]).toBe(`${first.slice(0, 7)}-01`)
  })

  it('shows another year, and refuses what is none', async () => {
    const { overview, years } = await overviewLoader(ask(`/finance?year=${year - 1}`))
    expect(overview.progress.year).toBe(year - 1)
    expect(overview.measures.all.forecast.method).toBe('final')
    expect(years).toEqual({ previous: year - 2, next: year })
    await expect(overviewLoader(ask('/finance?year=abc'))).rejects.toMatchObject({ status: 400 })
  })
})

describe('the pivot page', () => {
  it('answers the form as it is sent, empty fields and all', async () => {
    const query = `year=${year}&amount=net&measure=all&rows=fund&columns=month&county=fufeng&channel=&fund=&month=&unit=`
    const { pivot, query: read } = await pivotLoader(ask(`/finance/attainment?${query}`))
    expect(read).toMatchObject({ rows: 'fund', columns: 'month', filter: { countyId: 'fufeng' } })
    expect(pivot.columns).toHaveLength(12)
    expect(pivot.total).toBeGreaterThan(0)
  })

  it.each(['rows=buyer', 'month=13', 'county=%00', 'year=1999', 'amount=%F0'])('answers 400 to %s', async (query) => {
    for (const loader of [pivotLoader, tableLoader, linesLoader])
      await expect(
        loader(ask(`/finance/attainment?${query.replace('rows', loader === linesLoader ? 'measure' : 'rows')}`)),
      ).rejects.toMatchObject({ status: 400 })
  })

  it('gives the same figures as a file, in which nothing is a formula', async () => {
    const query = 'rows=county&columns=channel'
    const { pivot } = await pivotLoader(ask(`/finance/attainment?${query}`))
    const file = await tableLoader(ask(`/finance/attainment/table.csv?${query}`))
    expect(file.headers.get('content-disposition')).toContain(`attainment-${year}.csv`)
    const rows = Buffer.from(await file.arrayBuffer())
      .toString('utf8')
      .replace('\uFEFF', '')
      .trim()
      .split('\r\n')
      .map((row) => row.split(','))
    expect(rows.at(-1)?.at(-1)).toBe(formatYuan(pivot.total).replaceAll(',', ''))
    expect(rows).toHaveLength(4 + pivot.rows.length + 1)
    expect(rows.flat().filter((cell) => /^[=+@-]/.test(cell))).toEqual([])
  })
})

describe('the page of lines', () => {
  it('leads from page to page until the sum of the cell is reached', async () => {
    const read = (after?: string) =>
      linesLoader(ask(`/finance/attainment/lines?amount=net${after ? `&after=${after}` : ''}`))
    let page = await read()
    const { total } = page
    expect(page.lines).toHaveLength(50)
    const amounts = page.lines.map((line) => line.amount)
    while (page.next) {
      page = await read(page.next)
      amounts.push(...page.lines.map((line) => line.amount))
    }
    expect(sumFen(amounts)).toBe(total)
  })

  it.each(['after=1', `after=${newId()}`])('answers 400 to a place in no list: %s', async (query) => {
    await expect(linesLoader(ask(`/finance/attainment/lines?${query}`))).rejects.toMatchObject({ status: 400 })
  })
})

describe('what an amount rests on', () => {
  const read = async (recognizedId: string, as: Asking['as'] = 'officer') =>
    (await countedLoader(ask(`/finance/attainment/${recognizedId}`, { as, params: { recognizedId } }))).data

  it('shows order, payment, hand-over, refunds, entries and everything counted of the line', async () => {
    const { counted, mayWork } = await read(await countedOf('own_shop'))
    const { line } = counted
    expect(mayWork).toBe(true)
    expect(line?.orderNo).toMatch(/^\d{12,}$/)
    expect(line?.payments[0]).toMatchObject({ entryId: expect.any(Number) })
    expect(line?.handOvers[0]).toMatchObject({ entryId: expect.any(Number) })
    expect(line?.counted.map((one) => one.recognizedId)).toContain(counted.recognizedId)
    expect(sumFen((line?.handOvers ?? []).map((given) => given.amount))).toBeGreaterThanOrEqual(counted.amount)
  })

  it('shows every refund beside what it took back', async () => {
    const row = await shop.db
      .selectFrom('recognized_purchase')
      .select('id')
      .where('source_type', '=', 'refund')
      .where('amount_fen', '<', 0)
      .limit(1)
      .executeTakeFirstOrThrow()
    const { counted } = await read(row.id)
    const taken = (counted.line?.refunds ?? []).filter((refund) => refund.bearer !== undefined)
    expect(taken.length).toBeGreaterThan(0)
    expect(counted.amount).toBeLessThan(0)
    expect(counted.line?.counted.length).toBeGreaterThan(1)
  })

  it('shows an outside purchase by its document, and no form for its evidence', async () => {
    const { counted, mayWork } = await read(await countedOf('agreement'))
    expect(counted).toMatchObject({ line: undefined, reference: expect.stringMatching(/^agreement:/) })
    expect(mayWork).toBe(false)
  })

  it.each(['x', newId()])('answers 404 to %s', async (recognizedId) => {
    await expect(read(recognizedId)).rejects.toMatchObject({ status: 404 })
  })

  it('takes evidence of the order from an officer, shows it and counts it; an auditor changes nothing', async () => {
    const recognizedId = await countedOf('own_shop')
    const attach = async (as: Asking['as']) => {
      const body = new FormData()
      body.set('evidenceKind', 'acceptance')
      body.append('evidence', new Blob(['%PDF-1.4 signed']), '验收单.pdf')
      const asked = ask(`/finance/attainment/${recognizedId}?evidence=attach`, { as, params: { recognizedId }, body })
      return countedAction(asked)
    }
    await expect(attach('auditor')).rejects.toMatchObject({ status: 403 })
    await expect(attach('buyer')).rejects.toMatchObject({ status: 403 })
    expect(await attach('officer')).toMatchObject({ status: 303 })
    const { counted, mayWork } = await read(recognizedId, 'auditor')
    expect(mayWork).toBe(false)
    expect(counted.evidence).toMatchObject([{ fileName: '验收单.pdf', kind: 'acceptance' }])
    const { lines } = await linesLoader(ask('/finance/attainment/lines?channel=own_shop'))
    expect(lines.filter((line) => line.orderNo === counted.line?.orderNo).map((line) => line.evidenceCount)).toContain(
      1,
    )
    await expectCleanAudit(shop)
  })

  it('refuses a post that is no form of the page', async () => {
    const recognizedId = await countedOf('own_shop')
    const asked = ask(`/x/${recognizedId}`, { as: 'officer', params: { recognizedId }, body: new FormData() })
    await expect(countedAction(asked)).rejects.toMatchObject({ status: 400 })
  })
})
