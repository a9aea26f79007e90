import { data } from '@remix-run/node'
import { parseFields } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { orgUnitsMessages } from '#app/messages/org-units.ts'
import { newOrgUnitSchema, ORG_UNIT_ID, renameOrgUnitSchema } from '#app/modules/identity/org-unit.ts'
import { addOrgUnit, renameOrgUnit, setOrgUnitActive } from '#app/modules/identity/org-units.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { OrgUnitId } from '#app/shared/ids.ts'
import type { OfficeReply } from './office-form.tsx'
import type { FormReply } from './refund-form.ts'

interface Step {
  administrator: Actor<'people:manage'>
  now: Date
}

export interface OrgUnitReply extends OfficeReply {
  /** The unit whose form it was; absent for a new one. */
  orgUnitId: string | undefined
}

/** Does what one of the forms of the page of units asks for. */
export async function takeOrgUnitStep(request: Request, fields: FormData, step: Step) {
  switch (fields.get('intent')) {
    case 'add':
      return add(request, fields, step)
    case 'rename':
      return rename(request, fields, step)
    case 'deactivate':
      return answer(request, await setOrgUnitActive(getRuntime().db, { ...step, ...unitOf(fields), isActive: false }))
    case 'activate':
      return answer(request, await setOrgUnitActive(getRuntime().db, { ...step, ...unitOf(fields), isActive: true }))
    default:
      throw badRequest()
  }
}

async function add(request: Request, fields: FormData, step: Step) {
  const submission = parseFields(fields, newOrgUnitSchema)
  if (submission.status !== 'success') return sayWhy({ reply: submission.reply() }, 422)
  const added = await addOrgUnit(getRuntime().db, { ...step, unit: submission.value })
  return answer(request, added, { reply: submission.reply() })
}

async function rename(request: Request, fields: FormData, step: Step) {
  const { orgUnitId } = unitOf(fields)
  const submission = parseFields(fields, renameOrgUnitSchema)
  if (submission.status !== 'success') return sayWhy({ reply: submission.reply(), orgUnitId }, 422)
  const renamed = await renameOrgUnit(getRuntime().db, { ...step, orgUnitId, names: submission.value })
  return answer(request, renamed, { reply: submission.reply(), orgUnitId })
}

type Done = Awaited<ReturnType<typeof addOrgUnit>>

function answer(request: Request, done: Done, form: { reply?: FormReply; orgUnitId?: string } = {}) {
  if (done.ok) return redirectWithNotice(paths.admin.orgUnits(), 'orgUnitChanged')
  const refused = orgUnitsMessages[readPreferences(request).language].refusals[done.refusal.kind]
  return sayWhy({ ...form, refused }, 409)
}

function sayWhy(given: Partial<OrgUnitReply>, status: number) {
  const nothing = {
    refused: undefined,
    reply: undefined,
    file: undefined,
    fileProblem: undefined,
    orgUnitId: undefined,
  }
  return data({ ...nothing, ...given } satisfies OrgUnitReply, { status })
}

function unitOf(fields: FormData): { orgUnitId: OrgUnitId } {
  const id = fields.get('unit')
  if (typeof id !== 'string' || !ORG_UNIT_ID.test(id)) throw badRequest()
  return { orgUnitId: id as OrgUnitId }
}
