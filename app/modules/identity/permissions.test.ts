import { describe, expect, test } from 'vitest'
import type { PersonId } from '#app/shared/ids.ts'
import {
  asActor,
  BUYER_KINDS,
  GRANTED_ROLES,
  mayDo,
  PERMISSIONS,
  type Permission,
  type Role,
  type Visitor,
} from './permissions.ts'

const EXPECTED: Record<Role, Permission[]> = {
  staff: ['order:place', 'order:own'],
  student: ['order:place', 'order:own'],
  alumni: ['order:place', 'order:own'],
  outside: ['order:place', 'order:own'],
  cooperative_manager: ['cooperative:own'],
  pickup_clerk: ['counter:hand-over'],
  finance_officer: [
    'ledger:read',
    'progress:export',
    'rule:record',
    'target:set',
    'agreement:record',
    'purchase:record',
    'reconciliation:match',
    'incident:handle',
    'payable:prepare',
    'period:prepare',
    'refund:decide',
    'fapiao:record',
  ],
  finance_approver: [
    'ledger:read',
    'progress:export',
    'incident:handle',
    'payable:approve',
    'period:lock',
    'refund:approve',
  ],
  finance_payer: ['ledger:read', 'progress:export', 'payable:pay'],
  auditor: ['ledger:read', 'progress:export'],
  administrator: ['progress:export', 'target:set', 'catalog:manage', 'people:manage', 'policy:record'],
}

function visitorWith(...roles: Role[]): Visitor {
  return { personId: '0193579e-0000-7000-8000-000000000001' as PersonId, name: '林秋实', kind: 'staff', roles }
}

describe('the permission matrix', () => {
  test.each([...BUYER_KINDS, ...GRANTED_ROLES])('gives %s exactly what the role needs', (role) => {
    expect(PERMISSIONS.filter((permission) => mayDo(role, permission))).toEqual(
      PERMISSIONS.filter((permission) => EXPECTED[role].includes(permission)),
    )
  })

  test('leaves no permission that nobody holds', () => {
    const roles: Role[] = [...BUYER_KINDS, ...GRANTED_ROLES]
    expect(PERMISSIONS.filter((permission) => !roles.some((role) => mayDo(role, permission)))).toEqual([])
  })

  test('lets no single role prepare, approve or pay the same payable, or manage people and see the books', () => {
    for (const role of [...BUYER_KINDS, ...GRANTED_ROLES]) {
      const hands = (['payable:prepare', 'payable:approve', 'payable:pay'] as const).filter((step) => mayDo(role, step))
      expect(hands.length).toBeLessThanOrEqual(1)
      expect(mayDo(role, 'period:prepare') && mayDo(role, 'period:lock')).toBe(false)
      expect(mayDo(role, 'people:manage') && mayDo(role, 'ledger:read')).toBe(false)
    }
  })
})

describe('asActor', () => {
  test('adds up the roles of a person and names the permission it found', () => {
    const officer = visitorWith('staff', 'finance_officer')
    expect(asActor(officer, 'ledger:read')).toEqual({ ...officer, permission: 'ledger:read' })
    expect(asActor(officer, 'order:place')).toBeDefined()
  })

  test('refuses what no role gives, and everything to somebody without roles', () => {
    expect(asActor(visitorWith('staff'), 'ledger:read')).toBeUndefined()
    for (const permission of PERMISSIONS) expect(asActor(visitorWith(), permission)).toBeUndefined()
  })
})
