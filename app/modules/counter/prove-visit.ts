import { z } from 'zod'

/** What a clerk types of a phone number to prove whose order it is. */
export const phoneTailSchema = z.object({
  phoneTail: z
    .string()
    .trim()
    .regex(/^\d{4}$/, 'phoneTailInvalid'),
})

export type ProveVisitRefusal =
  | { kind: 'unknown' }
  /** This clerk or this order has to wait, because of wrong codes before. */
  | { kind: 'throttled'; waitSeconds: number }
  /** It is not this order's. */
  | { kind: 'wrong' }
  /** Too many wrong codes for this order: only number and phone help now, and another code. */
  | { kind: 'blocked' }
