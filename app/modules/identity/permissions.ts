import type { CooperativeId, PersonId } from '#app/shared/ids.ts'

/** Why someone may buy; decides the fund type of an order. A person has exactly one kind. */
export const BUYER_KINDS = ['staff', 'student', 'alumni', 'outside'] as const
export type BuyerKind = (typeof BUYER_KINDS)[number]

/** Who someone is to the college. People of a cooperative sell and do not buy. */
export type PersonKind = BuyerKind | 'cooperative'

/** Roles given and taken back by an administrator (table `role_grant`). */
export const GRANTED_ROLES = [
  'cooperative_manager',
  'pickup_clerk',
  'finance_officer',
  'finance_approver',
  'finance_payer',
  'auditor',
  'administrator',
] as const
export type GrantedRole = (typeof GRANTED_ROLES)[number]

export type Role = BuyerKind | GrantedRole

export const PERMISSIONS = [
  'order:place',
  'order:own',
  'ledger:read',
  'progress:export',
  'rule:record',
  'target:set',
  'agreement:record',
  'purchase:record',
  'reconciliation:match',
  'incident:handle',
  'payable:prepare',
  'payable:approve',
  'payable:pay',
  'period:prepare',
  'period:lock',
  'fapiao:record',
  'refund:decide',
  'refund:approve',
  'cooperative:own',
  'counter:hand-over',
  'catalog:manage',
  'people:manage',
  'policy:record',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Someone signed in, as the database describes them at this request. */
export interface Visitor {
  personId: PersonId
  name: string
  kind: PersonKind
  /** The buyer kind, if any, and every role granted and not taken back. */
  roles: readonly Role[]
  /** The cooperative a manager acts for; absent for everybody else. */
  cooperativeId?: CooperativeId
}

/** Evidence that someone was found to hold `permission`: a use case that asks for it cannot be called without the check. */
export interface Actor<P extends Permission> extends Visitor {
  permission: P
}

export type Buyer = Actor<'order:place'>

/** Someone who works at the campus counters. */
export type Clerk = Actor<'counter:hand-over'>

/** Someone who acts for one cooperative: the only one whose rows they see. */
export interface Manager extends Actor<'cooperative:own'> {
  cooperativeId: CooperativeId
}

const BUYING: readonly Permission[] = ['order:place', 'order:own']

/** Everything finance knows, and nothing that changes it. */
const READING: readonly Permission[] = ['ledger:read', 'progress:export']

/**
 * The permission matrix. Rules that depend on a document (its owner, four eyes,
 * its state) are not here but in the decision about that document. Whoever
 * manages people does not touch money; whoever prepares a payable does not approve
 * it, and whoever approves it does not pay it. An auditor reads all and changes nothing.
 */
const MATRIX: Record<Role, readonly Permission[]> = {
  staff: BUYING,
  student: BUYING,
  alumni: BUYING,
  outside: BUYING,
  cooperative_manager: ['cooperative:own'],
  pickup_clerk: ['counter:hand-over'],
  finance_officer: [
    ...READING,
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
  finance_approver: [...READING, 'incident:handle', 'payable:approve', 'period:lock', 'refund:approve'],
  finance_payer: [...READING, 'payable:pay'],
  auditor: READING,
  administrator: ['progress:export', 'target:set', 'catalog:manage', 'people:manage', 'policy:record'],
}

export function mayDo(role: Role, permission: Permission): boolean {
  return MATRIX[role].includes(permission)
}

/** `visitor` as evidence of `permission`, or undefined when none of their roles gives it. */
export function asActor<P extends Permission>(visitor: Visitor, permission: P): Actor<P> | undefined {
  return visitor.roles.some((role) => mayDo(role, permission)) ? { ...visitor, permission } : undefined
}

export function isBuyerKind(kind: string): kind is BuyerKind {
  return (BUYER_KINDS as readonly string[]).includes(kind)
}

export function isGrantedRole(role: string): role is GrantedRole {
  return (GRANTED_ROLES as readonly string[]).includes(role)
}
