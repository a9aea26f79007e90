import { data } from '@remix-run/node'
import { z } from 'zod'
import { hashOf } from '#app/http/cookies.server.ts'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { type InviteRefusal, inviteSchema } from '#app/modules/identity/invitation.ts'
import { invitePerson, revokeInvitation } from '#app/modules/identity/invite-person.server.ts'
import { reinstatePerson, revokeGrant, suspendPerson } from '#app/modules/identity/manage-people.server.ts'
import type { PeopleRefusal } from '#app/modules/identity/manage-people.ts'
import { ORG_UNIT_ID } from '#app/modules/identity/org-unit.ts'
import { assignOrgUnit } from '#app/modules/identity/org-units.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { createToken } from '#app/modules/identity/tokens.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { InvitationId, OrgUnitId, PersonId } from '#app/shared/ids.ts'
import { ok, refuse } from '#app/shared/result.ts'
import { type TypedFields, typedFields } from './listing-fields.ts'

export interface PeopleStep {
  administrator: Actor<'people:manage'>
  now: Date
}

/** What the page says after a step; the link of an invitation is in no other answer. */
export interface PeopleAnswer {
  typed: TypedFields
  /** Keys of words, by field name. */
  errors: Record<string, string>
  refusal: PeopleRefusal | { kind: 'invitationClosed' | 'unitInactive' } | undefined
  inviteRefusal: InviteRefusal | undefined
  made: { link: string; name: string | undefined; expiresAt: Date } | undefined
}

const NOTHING: PeopleAnswer = {
  typed: {},
  errors: {},
  refusal: undefined,
  inviteRefusal: undefined,
  made: undefined,
}

const stepSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('suspend'), personId: z.uuid() }),
  z.object({ intent: z.literal('reinstate'), personId: z.uuid() }),
  z.object({ intent: z.literal('revoke'), grantId: z.uuid() }),
  z.object({ intent: z.literal('withdraw'), invitationId: z.uuid() }),
  z.object({ intent: z.literal('assign'), personId: z.uuid(), unit: z.string().regex(ORG_UNIT_ID).optional() }),
])

/** Takes the step a form of the people page asks for. */
export async function takePeopleStep(fields: FormData, step: PeopleStep) {
  if (fields.get('intent') === 'invite') return invite(fields, step)
  const sent = parseFields(fields, stepSchema)
  if (sent.status !== 'success') throw badRequest()
  const done = await take(sent.value, step)
  if (!done.ok) return data<PeopleAnswer>({ ...NOTHING, refusal: done.refusal }, { status: 409 })
  const notice = sent.value.intent === 'withdraw' ? 'invitationRevoked' : 'personChanged'
  return redirectWithNotice(paths.admin.people(), notice)
}

async function take(form: z.output<typeof stepSchema>, step: PeopleStep) {
  const { db } = getRuntime()
  switch (form.intent) {
    case 'suspend':
      return suspendPerson(db, { ...step, personId: form.personId as PersonId })
    case 'reinstate':
      return reinstatePerson(db, { ...step, personId: form.personId as PersonId })
    case 'revoke':
      return revokeGrant(db, { ...step, grantId: form.grantId })
    case 'withdraw': {
      const wasOpen = await revokeInvitation(db, { ...step, invitationId: form.invitationId as InvitationId })
      return wasOpen ? ok(undefined) : refuse({ kind: 'invitationClosed' } as const)
    }
    case 'assign': {
      const of = { personId: form.personId as PersonId, orgUnitId: form.unit as OrgUnitId | undefined }
      const assigned = await assignOrgUnit(db, { ...step, ...of })
      if (assigned.ok) return assigned
      return refuse({ kind: assigned.refusal.kind === 'inactive' ? 'unitInactive' : 'unknown' } as const)
    }
  }
}

/** The one answer that shows the link; only its hash is kept. */
async function invite(fields: FormData, step: PeopleStep) {
  const typed = typedFields(fields)
  const sent = parseFields(fields, inviteSchema)
  if (sent.status !== 'success') {
    const problems: Record<string, string[] | null> = sent.error ?? {}
    const errors = Object.fromEntries(Object.entries(problems).map(([name, keys]) => [name, keys?.[0] ?? 'other']))
    return data<PeopleAnswer>({ ...NOTHING, typed, errors }, { status: 422 })
  }
  const { db, env } = getRuntime()
  const token = createToken()
  const invited = await invitePerson(db, { ...step, form: sent.value, tokenHash: hashOf(token, 'invitation') })
  if (!invited.ok) return data<PeopleAnswer>({ ...NOTHING, typed, inviteRefusal: invited.refusal }, { status: 409 })
  const { invitee, expiresAt } = invited.value
  const name = invitee.kind === 'newcomer' ? invitee.name : undefined
  const link = new URL(paths.invitation(token), env.shopOrigin).href
  return data<PeopleAnswer>({ ...NOTHING, made: { link, name, expiresAt } }, { status: 201 })
}
