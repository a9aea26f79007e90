import { data } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { policiesMessages } from '#app/messages/policies.ts'
import { aftersalePolicySchema } from '#app/modules/aftersale/policy-form.ts'
import { recordAftersalePolicy } from '#app/modules/aftersale/record-policy.server.ts'
import { recordCollectionPolicy } from '#app/modules/counter/collection-policy.server.ts'
import { collectionPolicySchema } from '#app/modules/counter/collection-policy-form.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { OfficeReply } from './office-form.tsx'

interface Step {
  administrator: Actor<'policy:record'>
  now: Date
}

export interface PolicyReply extends OfficeReply {
  /** Whose form it was. */
  rules: 'aftersale' | 'collection'
}

/** Sets the rules that one of the forms of the page says. Throws 400 for a form that is none of them. */
export async function takePolicyStep(request: Request, fields: FormData, step: Step) {
  switch (fields.get('rules')) {
    case 'aftersale':
      return setAftersale(request, fields, step)
    case 'collection':
      return setCollection(request, fields, step)
    default:
      throw badRequest()
  }
}

async function setAftersale(request: Request, fields: FormData, step: Step) {
  const submission = parseFields(fields, aftersalePolicySchema)
  const said = { rules: 'aftersale', reply: submission.reply() } as const
  if (submission.status !== 'success') return sayWhy(said, 422)
  return answer(request, await recordAftersalePolicy(getRuntime().db, { form: submission.value, ...step }), said)
}

async function setCollection(request: Request, fields: FormData, step: Step) {
  const submission = parseFields(fields, collectionPolicySchema)
  const said = { rules: 'collection', reply: submission.reply() } as const
  if (submission.status !== 'success') return sayWhy(said, 422)
  return answer(request, await recordCollectionPolicy(getRuntime().db, { form: submission.value, ...step }), said)
}

type Said = Pick<PolicyReply, 'rules' | 'reply'>

function answer(request: Request, done: Awaited<ReturnType<typeof recordAftersalePolicy>>, said: Said) {
  if (done.ok) return redirectWithNotice(paths.admin.policies(), 'policyRecorded')
  const refused = policiesMessages[readPreferences(request).language].refusals[done.refusal.kind]
  return sayWhy({ ...said, refused }, 409)
}

function sayWhy(given: Said & { refused?: string }, status: number) {
  const nothing = { refused: undefined, file: undefined, fileProblem: undefined }
  return data({ ...nothing, ...given } satisfies PolicyReply, { status })
}
