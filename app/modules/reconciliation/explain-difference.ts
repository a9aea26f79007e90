import { z } from 'zod'

const TEXT = z.string({ error: 'reasonMissing' }).trim().min(4, 'reasonShort').max(500, 'reasonLong')

/** Why a difference is booked away. */
export const explainDifferenceSchema = z.object({ reason: TEXT })

export type ExplainDifferenceRefusal =
  | { kind: 'unknown' }
  /** It was found, or explained, meanwhile. */
  | { kind: 'notOpen' }
