import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import type { CooperativeId, InvitationId, OrgUnitId, PersonId } from '#app/shared/ids.ts'
import { parseAccountName } from './account-name.ts'
import { maskPhone, type PersonStatus } from './manage-people.ts'
import type { GrantedRole, PersonKind } from './permissions.ts'

interface GrantView {
  grantId: string
  role: GrantedRole
  cooperative: { zh: string; en: string } | undefined
}

/** Somebody as an administrator sees them. */
export interface PersonView {
  personId: PersonId
  name: string
  kind: PersonKind
  campusNumber: string | undefined
  phone: string | undefined
  status: PersonStatus
  orgUnitId: OrgUnitId | undefined
  grants: GrantView[]
}

interface GrantRow {
  id: string
  role: string
  zh: string | null
  en: string | null
}

const grantsOf = sql<GrantRow[]>`(
  select coalesce(json_agg(json_build_object('id', role_grant.id, 'role', role_grant.role,
    'zh', cooperative.name_zh, 'en', cooperative.name_en) order by role_grant.granted_at, role_grant.id), '[]')
  from role_grant left join cooperative on cooperative.id = role_grant.cooperative_id
  where role_grant.person_id = person.id and role_grant.revoked_at is null
)`

export interface PeopleQuery {
  /** A whole phone or campus number, or a part of a name; empty for all who hold a role. */
  text: string
  /** From 1. */
  page: number
  pageLength: number
}

/** A page of people by name, and whether more follow. */
export async function listPeople(
  db: Db,
  { text, page, pageLength }: PeopleQuery,
): Promise<{ people: PersonView[]; hasMore: boolean }> {
  let query = db
    .selectFrom('person')
    .select(['id', 'name', 'kind', 'campus_number', 'phone', 'status', 'org_unit_id', grantsOf.as('grants')])
    .orderBy('name')
    .orderBy('id')
    .limit(pageLength + 1)
    .offset((page - 1) * pageLength)
  const account = parseAccountName(text)
  if (text === '')
    query = query.where(
      sql<boolean>`exists (select from role_grant where person_id = person.id and revoked_at is null)`,
    )
  else if (account?.kind === 'phone') query = query.where('phone', '=', account.phone)
  else if (account && /[0-9]/.test(account.campusNumber))
    query = query.where('campus_number', '=', account.campusNumber)
  else query = query.where(sql<boolean>`strpos(lower(name), lower(${text})) > 0`)
  const rows = await query.execute()
  const people = rows.slice(0, pageLength).map((row) => ({
    personId: row.id as PersonId,
    name: row.name,
    kind: row.kind as PersonKind,
    campusNumber: row.campus_number ?? undefined,
    phone: row.phone === null ? undefined : maskPhone(row.phone),
    status: row.status as PersonStatus,
    orgUnitId: (row.org_unit_id as OrgUnitId | null) ?? undefined,
    grants: row.grants.map(readGrant),
  }))
  return { people, hasMore: rows.length > pageLength }
}

function readGrant({ id, role, zh, en }: GrantRow): GrantView {
  return { grantId: id, role: role as GrantedRole, cooperative: zh === null ? undefined : { zh, en: en ?? zh } }
}

export interface OpenInvitation {
  invitationId: InvitationId
  name: string
  role: GrantedRole
  cooperative: { zh: string; en: string } | undefined
  expiresAt: Date
}

/** Invitations that can still be accepted at `now`, the newest first. */
export async function listOpenInvitations(db: Db, now: Date): Promise<OpenInvitation[]> {
  const rows = await db
    .selectFrom('invitation')
    .leftJoin('person', 'person.id', 'invitation.person_id')
    .leftJoin('cooperative', 'cooperative.id', 'invitation.cooperative_id')
    .select(['invitation.id', 'invitation.role', 'invitation.expires_at', 'cooperative.name_zh', 'cooperative.name_en'])
    .select(({ fn }) => fn.coalesce('invitation.name', 'person.name').as('invitee'))
    .where('invitation.accepted_at', 'is', null)
    .where('invitation.revoked_at', 'is', null)
    .where('invitation.expires_at', '>', now)
    .orderBy('invitation.created_at', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    invitationId: row.id as InvitationId,
    name: row.invitee ?? '',
    role: row.role as GrantedRole,
    cooperative: row.name_zh === null ? undefined : { zh: row.name_zh, en: row.name_en ?? row.name_zh },
    expiresAt: row.expires_at,
  }))
}

export interface CooperativeChoice {
  cooperativeId: CooperativeId
  name: { zh: string; en: string }
}

/** Cooperatives somebody may be invited to act for. */
export async function listCooperativeChoices(db: Db): Promise<CooperativeChoice[]> {
  const rows = await db
    .selectFrom('cooperative')
    .select(['id', 'name_zh', 'name_en'])
    .where('status', '=', 'active')
    .orderBy('county_id')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    cooperativeId: row.id as CooperativeId,
    name: { zh: row.name_zh, en: row.name_en },
  }))
}

/** A colleague in the same cooperative. */
export interface TeamMember {
  personId: PersonId
  name: string
  phone: string | undefined
  since: Date
}

/** The active people who act for a cooperative, in the order in which they came. */
export async function listTeam(db: Db, cooperativeId: CooperativeId): Promise<TeamMember[]> {
  const rows = await db
    .selectFrom('role_grant')
    .innerJoin('person', 'person.id', 'role_grant.person_id')
    .select(['person.id', 'person.name', 'person.phone', 'role_grant.granted_at'])
    .where('role_grant.cooperative_id', '=', cooperativeId)
    .where('role_grant.role', '=', 'cooperative_manager')
    .where('role_grant.revoked_at', 'is', null)
    .where('person.status', '=', 'active')
    .orderBy('role_grant.granted_at')
    .orderBy('person.id')
    .execute()
  return rows.map((row) => ({
    personId: row.id as PersonId,
    name: row.name,
    phone: row.phone === null ? undefined : maskPhone(row.phone),
    since: row.granted_at,
  }))
}
