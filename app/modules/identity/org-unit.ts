import { z } from 'zod'
import type { OrgUnitId } from '#app/shared/ids.ts'

export const ORG_UNIT_KINDS = ['department', 'college', 'office', 'canteen', 'union'] as const
export type OrgUnitKind = (typeof ORG_UNIT_KINDS)[number]

export const ORG_UNIT_ID = /^[a-z][a-z0-9-]{1,31}$/

const names = {
  nameZh: z.string('missing').trim().min(1, 'missing').max(60, 'tooLong'),
  nameEn: z.string('missing').trim().min(1, 'missing').max(80, 'tooLong'),
  kind: z.enum(ORG_UNIT_KINDS, 'missing'),
}

export const newOrgUnitSchema = z.object({
  /** Stands in books and addresses for ever. */
  orgUnitId: z
    .string('missing')
    .trim()
    .regex(ORG_UNIT_ID, 'notCode')
    .transform((id) => id as OrgUnitId),
  ...names,
})
export type NewOrgUnit = z.output<typeof newOrgUnitSchema>

export const renameOrgUnitSchema = z.object(names)
export type OrgUnitNames = z.output<typeof renameOrgUnitSchema>

export type OrgUnitRefusal = { kind: 'codeKnown' } | { kind: 'unknown' } | { kind: 'inactive' }

export interface OrgUnitView {
  orgUnitId: OrgUnitId
  nameZh: string
  nameEn: string
  kind: OrgUnitKind
  isActive: boolean
}
