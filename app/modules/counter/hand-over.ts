import { z } from 'zod'
import { isUuid, type OrderLineId } from '#app/shared/ids.ts'

const id = z.string({ error: 'unknown' }).refine(isUuid, { error: 'unknown' })
const PIECES = /^(?:0|[1-9][0-9]{0,2})$/

/** One line of a form that says how many pieces: whole ones from 0 to 999, in plain digits; nothing typed is none. */
const pieceLineSchema = z.object({
  orderLineId: id.transform((text) => text as OrderLineId),
  quantity: z
    .string({ error: 'countInvalid' })
    .trim()
    .regex(PIECES, { error: 'countInvalid' })
    .transform(Number)
    .default(0),
})

export const handOverSchema = z.object({
  requestId: id,
  pass: z.string().max(100).default(''),
  /** Whoever takes the goods, when it is not the buyer. */
  proxyName: z.string().trim().max(60, { error: 'tooLong' }).optional(),
  note: z.string().trim().max(200, { error: 'tooLong' }).default(''),
  lines: z.array(pieceLineSchema).max(99).default([]),
})

export type HandOverRefusal =
  | { kind: 'notFound' }
  /** The proof is older than a quarter of an hour, or another clerk's. */
  | { kind: 'passInvalid' }
  | { kind: 'notPaid' }
  | { kind: 'nothing' }
  | { kind: 'lineUnknown' }
  | { kind: 'tooMany'; orderLineId: OrderLineId; open: number }
  /** The same form was sent before with another content. */
  | { kind: 'requestReused' }
