import { z } from 'zod'
import { type BusinessDate, isRealDate } from '#app/shared/business-date.ts'
import { type ClosureId, isUuid } from '#app/shared/ids.ts'
import { CLOSURE_REASONS, type ClosureReason } from './closure-reasons.ts'

/** Days on which a cooperative sells nothing, both included. */
export interface Closure {
  closureId: ClosureId
  fromOn: BusinessDate
  toOn: BusinessDate
  reason: ClosureReason
  isCurrent: boolean
}

/** What the form sends. Errors are keys of the stock page's words. */
export const closeCooperativeSchema = z
  .object({
    requestId: z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' }),
    fromOn: z.string({ error: 'dateInvalid' }).refine(isRealDate, { error: 'dateInvalid' }),
    toOn: z.string({ error: 'dateInvalid' }).refine(isRealDate, { error: 'dateInvalid' }),
    reason: z.enum(CLOSURE_REASONS, { error: 'reasonMissing' }),
  })
  .refine(({ fromOn, toOn }) => toOn >= fromOn, { error: 'endsBeforeStart', path: ['toOn'] })

export const reopenCooperativeSchema = z.object({
  closureId: z
    .string({ error: 'unknown' })
    .refine(isUuid, { error: 'unknown' })
    .transform((id) => id as ClosureId),
})

/** `overlaps`: some of the days are closed already. */
export type CloseCooperativeRefusal = { kind: 'inPast' } | { kind: 'overlaps' }
export type ReopenCooperativeRefusal = { kind: 'notFound' } | { kind: 'over' }
