import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readControlTotals } from '#app/modules/closing/control-totals.ts'
import { endOfMonth, nextMonth } from '#app/modules/closing/month.ts'
import type { Db } from '#app/platform/db.server.ts'
import { addDays } from '#app/shared/business-date.ts'
import { closingInvariants } from '#db/invariants/closing-invariants.ts'
import { ledgerInvariants } from '#db/invariants/ledger-invariants.ts'
import { insertGround } from '#tests/integration/cart/goods.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { type Closers, closeMonth, createClosers, reopenMonth } from '#tests/support/factories/periods.ts'
import { book, dayOfEntry, noonOf, recompute } from './books.ts'

type Step =
  | { kind: 'book'; daysAgo: number; amount: number; shape: 'fees' | 'income' | 'short' }
  | { kind: 'wait'; days: number }
  | { kind: 'close' }
  | { kind: 'reopen' }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('book' as const),
        daysAgo: fc.integer({ min: 0, max: 75 }),
        amount: fc.integer({ min: 1, max: 1_000_000 }),
        shape: fc.constantFrom('fees', 'income', 'short'),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 25 }) }) },
    { weight: 3, arbitrary: fc.constant({ kind: 'close' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
  ),
  { minLength: 10, maxLength: 30 },
)

/** What stood signed for a month, in the form of the plain recomputation. */
async function signed(db: Db, month: string) {
  const { control_totals } = await db
    .selectFrom('period')
    .select('control_totals')
    .where('month', '=', `${month}-01`)
    .executeTakeFirstOrThrow()
  const totals = readControlTotals(control_totals)
  return {
    classes: totals.classes.map((one) => `${one.kind} ${one.debit} ${one.credit}`).sort(),
    balances: totals.balances.map((one) => `${one.code} ${one.balance}`).sort(),
  }
}

/** What the model knows: the day, which months are shut, where the books begin, and what was signed. */
interface World {
  db: Db
  closers: Closers
  today: string
  last: string | undefined
  first: string
  seen: Map<string, Awaited<ReturnType<typeof signed>>>
}

async function bookIn(world: World, step: Extract<Step, { kind: 'book' }>): Promise<void> {
  const { db, today, last } = world
  const wanted = addDays(today, -step.daysAgo)
  const { entryId } = await book(db, { ...step, day: wanted, recordedAt: noonOf(today) })
  const stands = last !== undefined && wanted.slice(0, 7) <= last ? today : wanted
  expect(await dayOfEntry(db, entryId)).toBe(stands)
  if (stands.slice(0, 7) < world.first) world.first = stands.slice(0, 7)
}

async function closeIn(world: World): Promise<void> {
  const { db, closers } = world
  const now = noonOf(world.today)
  const next = world.last === undefined ? world.first : nextMonth(world.last)
  if (endOfMonth(next) > now) return
  await closeMonth(db, next, { closers, now })
  world.last = next
  const totals = await signed(db, next)
  world.seen.set(next, totals)
  expect(totals).toEqual(await recompute(db, next))
}

async function reopenIn(world: World): Promise<void> {
  const { db, closers, last, seen } = world
  if (last === undefined) return
  await reopenMonth(db, last, { closers, now: noonOf(world.today) })
  seen.delete(last)
  world.last = [...seen.keys()].sort().at(-1)
}

async function take(world: World, step: Step): Promise<void> {
  switch (step.kind) {
    case 'wait':
      world.today = addDays(world.today, step.days)
      return
    case 'book':
      return bookIn(world, step)
    case 'close':
      return closeIn(world)
    case 'reopen':
      return reopenIn(world)
  }
}

async function live(given: readonly Step[]): Promise<void> {
  const test = await createTestDatabase()
  try {
    const { db } = test
    await insertGround(test.ownerDb)
    const closers = await createClosers(db)
    const world: World = { db, closers, today: '2026-01-20', last: undefined, first: '2026-01', seen: new Map() }
    await book(db, { day: '2026-01-15', amount: 1 })
    for (const step of given) await take(world, step)
    for (const [month, totals] of world.seen) {
      expect(await signed(db, month)).toEqual(totals)
      expect(await recompute(db, month)).toEqual(totals)
    }
    for (const { name, breaches } of [...closingInvariants, ...ledgerInvariants])
      expect((await breaches(noonOf(world.today)).execute(db)).rows, name).toEqual([])
  } finally {
    await test.drop()
  }
}

describe('months of postings, closes and reopenings in any order', () => {
  it('leave control totals that equal a plain recomputation and never change', async () => {
    await fc.assert(fc.asyncProperty(steps, live), { numRuns: 12 })
  }, 120_000)
})
