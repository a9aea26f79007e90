import type { Actor, Permission } from '#app/modules/identity/permissions.ts'
import type { Db } from '#app/platform/db.server.ts'
import { type BusinessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { PersonId } from '#app/shared/ids.ts'
import type { Result } from '#app/shared/result.ts'
import type { Random } from '#db/seed/history/random.ts'
import type { HistoryWorld } from '#db/seed/history/world.ts'
import { createPerson } from '#tests/support/factories/people.ts'
import type { Operation } from './operation.ts'

/** The college's office for a year: its people, its chance, and the notebook that somebody keeps beside it. */
export interface Desk {
  db: Db
  world: HistoryWorld
  random: Random
  people: People
  notebook: Operation[]
  firstDay: BusinessDate
}

interface People {
  officer: Actor<Permission>
  colleague: Actor<Permission>
  approver: Actor<Permission>
  payer: Actor<Permission>
  clerk: Actor<Permission>
}

export async function openDesk(of: Omit<Desk, 'people' | 'notebook'>): Promise<Desk> {
  const somebody = async () => actorOf((await createPerson(of.db)).personId)
  const people = {
    officer: await somebody(),
    colleague: await somebody(),
    approver: await somebody(),
    payer: await somebody(),
    clerk: await somebody(),
  }
  return { ...of, people, notebook: [] }
}

/** Somebody with a permission; who may have which is tested elsewhere. */
export function actorOf(personId: PersonId): Actor<Permission> {
  return { personId, name: '林秋实', kind: 'staff', roles: ['staff'], permission: 'ledger:read' }
}

/** The same person with evidence of one permission. */
export function as<P extends Permission>(person: Actor<Permission>, permission: P): Actor<P> {
  return { ...person, permission }
}

export function at(day: BusinessDate, hour: number, minutes = 0): Date {
  return new Date(startOfBusinessDate(day).getTime() + (hour * 60 + minutes) * 60_000)
}

/** The value of what must not be refused. */
export function must<Value>(result: Result<Value, { kind: string }>): Value {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`)
  return result.value
}
