import { z } from 'zod'
import type { CooperativeId, PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type AccountName, parseAccountName } from './account-name.ts'
import { GRANTED_ROLES, type GrantedRole } from './permissions.ts'
import { signUpSchema } from './sign-up.ts'

export const INVITATION_DAYS = 7

/** Roles that somebody without an account may be invited to; the others are for people the college knows already. */
const ROLES_FOR_NEWCOMERS: readonly GrantedRole[] = ['cooperative_manager', 'pickup_clerk']
const FINANCE: readonly GrantedRole[] = ['finance_officer', 'finance_approver', 'finance_payer', 'auditor']
const TRUSTED: readonly GrantedRole[] = [...FINANCE, 'administrator']

/** What the invitation form sends. Messages are keys of `peopleMessages.errors`. */
export const inviteSchema = z.object({
  role: z.enum(GRANTED_ROLES, { error: 'roleMissing' }),
  cooperativeId: z.uuid({ error: 'cooperativeMissing' }).optional(),
  /** Phone or campus number. */
  account: z
    .string({ error: 'accountMissing' })
    .max(64, { error: 'accountInvalid' })
    .transform((text, context): AccountName => {
      const account = parseAccountName(text)
      if (account) return account
      context.addIssue({ code: 'custom', message: 'accountInvalid' })
      return z.NEVER
    }),
  /** Asked for when nobody has that account yet. */
  name: signUpSchema.shape.name.optional(),
})
export type InviteForm = z.output<typeof inviteSchema>

export type InviteRefusal =
  | { kind: 'cooperativeMissing' }
  | { kind: 'cooperativeUnknown' }
  /** Nobody has this account, and the role is not for newcomers. */
  | { kind: 'accountNeeded' }
  /** A newcomer has a name and a phone. */
  | { kind: 'nameMissing' }
  | { kind: 'phoneMissing' }
  /** Only people with a campus number are trusted with money or with everybody's accounts. */
  | { kind: 'notOfTheCollege' }
  /** Administrators give no finance role to themselves. */
  | { kind: 'ownFinanceRole' }
  | { kind: 'hasRole' }
  /** What they do already does not go together with it. */
  | { kind: 'rolesClash'; with: GrantedRole }

/** Somebody who has an account, as far as an invitation asks. */
export interface KnownPerson {
  personId: PersonId
  hasCampusNumber: boolean
  grants: readonly { role: GrantedRole; cooperativeId: CooperativeId | undefined }[]
}

export type Invitee = { kind: 'known'; personId: PersonId } | { kind: 'newcomer'; name: string; phone: string }

/**
 * Decides whether an administrator may offer a role. Duties are kept apart: who manages
 * accounts does not touch money, who prepares a payment does not approve it, and who
 * acts for a cooperative has no other office.
 */
export function decideInvitation(
  form: InviteForm,
  { inviterId, person }: { inviterId: PersonId; person: KnownPerson | undefined },
): Result<Invitee, InviteRefusal> {
  const { role, cooperativeId, account, name } = form
  if (role === 'cooperative_manager' && cooperativeId === undefined) return refuse({ kind: 'cooperativeMissing' })
  if (person) return decideForKnown(person, { role, cooperativeId, inviterId })
  if (!ROLES_FOR_NEWCOMERS.includes(role)) return refuse({ kind: 'accountNeeded' })
  if (account.kind !== 'phone') return refuse({ kind: 'phoneMissing' })
  if (name === undefined) return refuse({ kind: 'nameMissing' })
  return ok({ kind: 'newcomer', name, phone: account.phone })
}

function decideForKnown(
  person: KnownPerson,
  { role, cooperativeId, inviterId }: { role: GrantedRole; cooperativeId: string | undefined; inviterId: PersonId },
): Result<Invitee, InviteRefusal> {
  if (person.personId === inviterId && FINANCE.includes(role)) return refuse({ kind: 'ownFinanceRole' })
  if (TRUSTED.includes(role) && !person.hasCampusNumber) return refuse({ kind: 'notOfTheCollege' })
  const isSame = person.grants.some(
    (grant) => grant.role === role && (role !== 'cooperative_manager' || grant.cooperativeId === cooperativeId),
  )
  if (isSame) return refuse({ kind: 'hasRole' })
  const clashing = findClash(role, person.grants)
  return clashing ? refuse({ kind: 'rolesClash', with: clashing }) : ok({ kind: 'known', personId: person.personId })
}

/** The first role of somebody that does not go together with `role`; a second cooperative does not either. */
export function findClash(role: GrantedRole, grants: readonly { role: GrantedRole }[]): GrantedRole | undefined {
  return grants.map((grant) => grant.role).find((held) => !goTogether(role, held))
}

/** A clerk may also prepare payments or manage accounts; all else is kept apart. */
function goTogether(left: GrantedRole, right: GrantedRole): boolean {
  if (left === 'cooperative_manager' || right === 'cooperative_manager') return false
  return left === right || left === 'pickup_clerk' || right === 'pickup_clerk'
}

export type InvitationState = 'open' | 'accepted' | 'expired' | 'revoked'

/** What has become of an invitation. */
export function invitationState(
  invitation: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): InvitationState {
  if (invitation.acceptedAt) return 'accepted'
  if (invitation.revokedAt) return 'revoked'
  return invitation.expiresAt > now ? 'open' : 'expired'
}

/** What a newcomer sends to accept. */
export const acceptSchema = z.object({ name: signUpSchema.shape.name, password: signUpSchema.shape.password })

export type AcceptForm = z.output<typeof acceptSchema>

export type AcceptRefusal =
  /** No link of ours, or one that was never given out. */
  | { kind: 'unknown' }
  | { kind: 'notOpen'; state: Exclude<InvitationState, 'open'> }
  /** It is for somebody with an account, who must be signed in. */
  | { kind: 'signInFirst' }
  | { kind: 'forSomebodyElse' }
  /** Meanwhile somebody has an account with this phone: the link does not say that it is the same person. */
  | { kind: 'phoneTaken' }
  | { kind: 'passwordHasPhone' }
  | { kind: 'rolesClash'; with: GrantedRole }
