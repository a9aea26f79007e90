import { setContact } from '#app/modules/identity/contact.server.ts'
import { placePerson } from '#app/modules/identity/org-units.server.ts'
import type { GrantedRole, PersonKind } from '#app/modules/identity/permissions.ts'
import { registerPerson } from '#app/modules/identity/register-person.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import type { CooperativeId, OrgUnitId } from '#app/shared/ids.ts'

/** Of every demo account. Documented, and therefore worth nothing outside a demo. */
export const DEMO_PASSWORD = 'yuanshang-demo'

export interface DemoAccount {
  /** For people, in both languages: '学生 / student'. */
  role: string
  login: string
  password: string
}

export const DEMO_ROLES = {
  staff: '教职工 / staff',
  student: '学生 / student',
  alumni: '校友 / alumni',
  outside: '校外买家 / outside buyer',
  cooperativeManager: '合作社负责人 / cooperative manager',
  clerk: '取货点值守 / pickup clerk',
  financeOfficer: '财务经办 / finance officer',
  financeApprover: '财务审批 / finance approver',
  financePayer: '出纳 / payer',
  auditor: '审计 / auditor',
  administrator: '管理员 / administrator',
} as const
export type DemoRole = keyof typeof DEMO_ROLES

interface DemoPerson {
  kind: PersonKind
  name: string
  campusNumber?: string
  phone?: string
  granted?: GrantedRole
  /** The part of the college they belong to. */
  unit?: string
}

/** Members of the college sign in with their number, everybody else with a phone. */
const PEOPLE: Record<DemoRole, DemoPerson> = {
  staff: { kind: 'staff', name: '林秋实', campusNumber: 'T20150036', unit: 'agriculture' },
  student: { kind: 'student', name: '许知夏', campusNumber: 'S2025010118', unit: 'mechatronics' },
  alumni: { kind: 'alumni', name: '高远', phone: '13800138001' },
  outside: { kind: 'outside', name: '孟和', phone: '13800138002' },
  cooperativeManager: { kind: 'cooperative', name: '雷春生', phone: '13800138003', granted: 'cooperative_manager' },
  clerk: { kind: 'staff', name: '郑小满', campusNumber: 'T20190112', granted: 'pickup_clerk', unit: 'logistics' },
  financeOfficer: { kind: 'staff', name: '苏静', campusNumber: 'T20120058', granted: 'finance_officer' },
  financeApprover: { kind: 'staff', name: '梁以平', campusNumber: 'T20080021', granted: 'finance_approver' },
  financePayer: { kind: 'staff', name: '许诺', campusNumber: 'T20160093', granted: 'finance_payer' },
  auditor: { kind: 'staff', name: '秦审言', campusNumber: 'T20110075', granted: 'auditor' },
  administrator: {
    kind: 'staff',
    name: '唐立',
    campusNumber: 'T20100007',
    granted: 'administrator',
    unit: 'academic-office',
  },
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = Object.entries(PEOPLE).map(([role, person]) => ({
  role: DEMO_ROLES[role as DemoRole],
  login: person.campusNumber ?? person.phone ?? '',
  password: DEMO_PASSWORD,
}))

/** One person for each role, with an address for mail; the manager acts for `cooperativeId`. */
export async function seedPeople(
  tx: Tx,
  { cooperativeId, passwordHash, now }: { cooperativeId: CooperativeId; passwordHash: string; now: Date },
): Promise<void> {
  for (const [role, { granted, unit, ...person }] of Object.entries(PEOPLE)) {
    const grants = granted
      ? [granted === 'cooperative_manager' ? { role: granted, cooperativeId } : { role: granted }]
      : []
    const personId = await registerPerson(tx, { ...person, grants, passwordHash, now })
    if (!personId) throw new Error(`${person.name}’s account is somebody else’s`)
    if (unit) await placePerson(tx, personId, unit as OrgUnitId)
    await setContact(tx, personId, { email: `${role.toLowerCase()}@college.example`, language: 'zh' })
  }
}
