import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import type { OrgUnitId, PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import type { NewOrgUnit, OrgUnitKind, OrgUnitNames, OrgUnitRefusal, OrgUnitView } from './org-unit.ts'
import type { Actor } from './permissions.ts'
import { recordAuditEvent } from './record-audit-event.server.ts'

interface Step {
  administrator: Actor<'people:manage'>
  now: Date
}

type Done = Promise<Result<undefined, OrgUnitRefusal>>

/** All org units, those in use first, in the college's order. */
export async function listOrgUnits(db: Db): Promise<OrgUnitView[]> {
  const rows = await db
    .selectFrom('org_unit')
    .selectAll()
    .orderBy('is_active', 'desc')
    .orderBy('sort_order')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    orgUnitId: row.id as OrgUnitId,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    kind: row.kind as OrgUnitKind,
    isActive: row.is_active,
  }))
}

/** How many active people belong to each unit. */
export async function countUnitPeople(db: Db): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('person')
    .select((eb) => ['org_unit_id', eb.fn.countAll<number>().as('people')])
    .where('org_unit_id', 'is not', null)
    .where('status', '=', 'active')
    .groupBy('org_unit_id')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.org_unit_id ?? '', row.people]))
}

/** Writes down a unit as it is now said to be. Twice is harmless. For reference data. */
export async function recordOrgUnit(tx: Tx, unit: NewOrgUnit & { sortOrder: number }): Promise<void> {
  const facts = { name_zh: unit.nameZh, name_en: unit.nameEn, kind: unit.kind, sort_order: unit.sortOrder }
  await tx
    .insertInto('org_unit')
    .values({ id: unit.orgUnitId, ...facts })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(facts))
    .execute()
}

/** Adds a unit at the end of the list. Its code is unique for ever. */
export function addOrgUnit(db: Db, { unit, administrator, now }: Step & { unit: NewOrgUnit }): Done {
  return inTransaction(db, async (tx) => {
    const last = await tx
      .selectFrom('org_unit')
      .select((eb) => eb.fn.max('sort_order').as('place'))
      .executeTakeFirst()
    const written = await tx
      .insertInto('org_unit')
      .values({
        id: unit.orgUnitId,
        name_zh: unit.nameZh,
        name_en: unit.nameEn,
        kind: unit.kind,
        sort_order: (last?.place ?? 0) + 1,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!written) return refuse({ kind: 'codeKnown' } as const)
    await record(tx, { administrator, now }, { verb: 'added', orgUnitId: unit.orgUnitId, before: null, after: unit })
    return ok(undefined)
  })
}

/** Gives a unit other names or another kind. What was booked for it stays under its code. */
export function renameOrgUnit(
  db: Db,
  { orgUnitId, names, administrator, now }: Step & { orgUnitId: OrgUnitId; names: OrgUnitNames },
): Done {
  return inTransaction(db, async (tx) => {
    const before = await lockUnit(tx, orgUnitId)
    if (!before) return refuse({ kind: 'unknown' } as const)
    await tx
      .updateTable('org_unit')
      .set({ name_zh: names.nameZh, name_en: names.nameEn, kind: names.kind })
      .where('id', '=', orgUnitId)
      .execute()
    await record(tx, { administrator, now }, { verb: 'renamed', orgUnitId, before, after: names })
    return ok(undefined)
  })
}

/** Takes a unit out of use, or back into it. Nobody new joins one out of use; its figures stay. */
export function setOrgUnitActive(
  db: Db,
  { orgUnitId, isActive, administrator, now }: Step & { orgUnitId: OrgUnitId; isActive: boolean },
): Done {
  return inTransaction(db, async (tx) => {
    const before = await lockUnit(tx, orgUnitId)
    if (!before) return refuse({ kind: 'unknown' } as const)
    if (before.isActive === isActive) return ok(undefined)
    await tx.updateTable('org_unit').set({ is_active: isActive }).where('id', '=', orgUnitId).execute()
    const verb = isActive ? 'reactivated' : 'deactivated'
    await record(tx, { administrator, now }, { verb, orgUnitId, before: { isActive: !isActive }, after: { isActive } })
    return ok(undefined)
  })
}

/** Says which unit somebody belongs to from now on; undefined for none. Orders placed before stay with the unit they had. */
export function assignOrgUnit(
  db: Db,
  { personId, orgUnitId, administrator, now }: Step & { personId: PersonId; orgUnitId: OrgUnitId | undefined },
): Done {
  return inTransaction(db, async (tx) => {
    const unit = orgUnitId === undefined ? undefined : await lockUnit(tx, orgUnitId)
    if (orgUnitId !== undefined && !unit) return refuse({ kind: 'unknown' } as const)
    if (unit && !unit.isActive) return refuse({ kind: 'inactive' } as const)
    const person = await tx
      .selectFrom('person')
      .select('org_unit_id')
      .where('id', '=', personId)
      .forUpdate()
      .executeTakeFirst()
    if (!person) return refuse({ kind: 'unknown' } as const)
    if (person.org_unit_id === (orgUnitId ?? null)) return ok(undefined)
    await placePerson(tx, personId, orgUnitId)
    await recordAuditEvent(tx, {
      actorId: administrator.personId,
      verb: 'person.unit-assigned',
      objectType: 'person',
      objectId: personId,
      detail: { before: { orgUnitId: person.org_unit_id }, after: { orgUnitId: orgUnitId ?? null } },
      now,
    })
    return ok(undefined)
  })
}

/** Puts a person into a unit, or into none. For reference data. */
export async function placePerson(tx: Tx, personId: PersonId, orgUnitId: OrgUnitId | undefined): Promise<void> {
  await tx
    .updateTable('person')
    .set({ org_unit_id: orgUnitId ?? null })
    .where('id', '=', personId)
    .execute()
}

async function lockUnit(tx: Tx, orgUnitId: OrgUnitId) {
  const row = await tx.selectFrom('org_unit').selectAll().where('id', '=', orgUnitId).forUpdate().executeTakeFirst()
  return row && { nameZh: row.name_zh, nameEn: row.name_en, kind: row.kind, isActive: row.is_active }
}

type UnitFacts = Partial<Record<'nameZh' | 'nameEn' | 'kind', string> & { isActive: boolean }>

interface UnitTold {
  verb: 'added' | 'renamed' | 'deactivated' | 'reactivated'
  orgUnitId: OrgUnitId
  before: UnitFacts | null
  after: UnitFacts
}

function record(tx: Tx, { administrator, now }: Step, { verb, orgUnitId, before, after }: UnitTold): Promise<void> {
  return recordAuditEvent(tx, {
    actorId: administrator.personId,
    verb: `org_unit.${verb}`,
    objectType: 'org_unit',
    objectId: orgUnitId,
    detail: { before, after },
    now,
  })
}
