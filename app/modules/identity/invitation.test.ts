import { describe, expect, it } from 'vitest'
import type { CooperativeId, PersonId } from '#app/shared/ids.ts'
import {
  decideInvitation,
  findClash,
  type InviteForm,
  invitationState,
  inviteSchema,
  type KnownPerson,
} from './invitation.ts'
import { GRANTED_ROLES, type GrantedRole } from './permissions.ts'

const ADMINISTRATOR = '0193579e-0000-7000-8000-000000000001' as PersonId
const OTHER = '0193579e-0000-7000-8000-000000000002' as PersonId
const NORTH = '0193579e-0000-7000-8000-00000000000a' as CooperativeId
const SOUTH = '0193579e-0000-7000-8000-00000000000b' as CooperativeId

function form(fields: Partial<InviteForm> & { role: GrantedRole }): InviteForm {
  return { account: { kind: 'phone', phone: '13800138000' }, ...fields }
}

function known(...roles: GrantedRole[]): KnownPerson {
  const grants = roles.map((role) => ({ role, cooperativeId: role === 'cooperative_manager' ? NORTH : undefined }))
  return { personId: OTHER, hasCampusNumber: true, grants }
}

function answer(invited: InviteForm, person?: KnownPerson) {
  const decided = decideInvitation(invited, { inviterId: ADMINISTRATOR, person })
  return decided.ok ? decided.value.kind : decided.refusal.kind
}

describe('an invitation', () => {
  it.each([
    ['cooperative_manager', NORTH, '春生', 'newcomer'],
    ['pickup_clerk', undefined, '春生', 'newcomer'],
    ['cooperative_manager', undefined, '春生', 'cooperativeMissing'],
    ['pickup_clerk', undefined, undefined, 'nameMissing'],
    ['finance_officer', undefined, '春生', 'accountNeeded'],
    ['finance_approver', undefined, '春生', 'accountNeeded'],
    ['administrator', undefined, '春生', 'accountNeeded'],
  ] as const)('of somebody unknown as %s of %s named %s: %s', (...[role, cooperativeId, name, expected]) => {
    expect(answer(form({ role, ...(cooperativeId && { cooperativeId }), ...(name && { name }) }))).toBe(expected)
  })

  it('of an unknown campus number asks for a phone', () => {
    const invited = form({ role: 'pickup_clerk', name: '春生', account: { kind: 'campusNumber', campusNumber: 'T1' } })
    expect(answer(invited)).toBe('phoneMissing')
  })

  it.each([
    ['finance_officer', [], 'known'],
    ['finance_officer', ['pickup_clerk'], 'known'],
    ['administrator', [], 'known'],
    ['finance_officer', ['finance_approver'], 'rolesClash'],
    ['finance_approver', ['finance_officer'], 'rolesClash'],
    ['administrator', ['finance_officer'], 'rolesClash'],
    ['finance_approver', ['administrator'], 'rolesClash'],
    ['pickup_clerk', ['cooperative_manager'], 'rolesClash'],
    ['finance_officer', ['finance_officer'], 'hasRole'],
  ] as const)('as %s of somebody who is %j: %s', (role, held, expected) => {
    expect(answer(form({ role }), known(...held))).toBe(expected)
  })

  it('to a second cooperative is refused, to the same one is no news', () => {
    const manager = known('cooperative_manager')
    expect(answer(form({ role: 'cooperative_manager', cooperativeId: SOUTH }), manager)).toBe('rolesClash')
    expect(answer(form({ role: 'cooperative_manager', cooperativeId: NORTH }), manager)).toBe('hasRole')
  })

  it('of oneself to a finance role is refused, whatever else one is', () => {
    const oneself = { ...known('pickup_clerk'), personId: ADMINISTRATOR }
    expect(answer(form({ role: 'finance_officer' }), oneself)).toBe('ownFinanceRole')
    expect(answer(form({ role: 'finance_approver' }), oneself)).toBe('ownFinanceRole')
  })

  it('trusts nobody without a campus number with money or accounts', () => {
    for (const role of ['finance_officer', 'finance_approver', 'administrator'] as const)
      expect(answer(form({ role }), { ...known(), hasCampusNumber: false })).toBe('notOfTheCollege')
    expect(answer(form({ role: 'pickup_clerk' }), { ...known(), hasCampusNumber: false })).toBe('known')
  })

  it('never brings together who prepares and who approves, or money and accounts', () => {
    const apart = ['finance_officer', 'finance_approver', 'administrator', 'cooperative_manager'] as const
    for (const left of apart)
      for (const right of apart) if (left !== right) expect(findClash(left, [{ role: right }])).toBe(right)
    for (const role of GRANTED_ROLES) expect(findClash(role, [])).toBeUndefined()
  })
})

describe('what has become of an invitation', () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 12, minutes))
  it.each([
    [{ acceptedAt: null, revokedAt: null, expiresAt: at(10) }, 'open'],
    [{ acceptedAt: null, revokedAt: null, expiresAt: at(0) }, 'expired'],
    [{ acceptedAt: at(-5), revokedAt: null, expiresAt: at(-1) }, 'accepted'],
    [{ acceptedAt: null, revokedAt: at(-5), expiresAt: at(10) }, 'revoked'],
  ])('%j is %s', (invitation, state) => {
    expect(invitationState(invitation, at(0))).toBe(state)
  })
})

describe('the invitation form', () => {
  it('reads phones and campus numbers', () => {
    expect(inviteSchema.parse({ role: 'pickup_clerk', account: '+86 138-0013-8000', name: ' 雷春生 ' })).toEqual({
      role: 'pickup_clerk',
      account: { kind: 'phone', phone: '13800138000' },
      name: '雷春生',
    })
  })

  it.each([
    [{}, ['role', 'account']],
    [{ role: 'owner', account: '??' }, ['role', 'account']],
    [{ role: 'pickup_clerk', account: 'JS2021', cooperativeId: 'x', name: '<b>' }, ['cooperativeId', 'name']],
  ])('%j has errors at %j', (fields, names) => {
    expect(inviteSchema.safeParse(fields).error?.issues.map(({ path }) => path[0])).toEqual(names)
  })
})
