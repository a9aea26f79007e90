import { z } from 'zod'

/** Whatever would turn a line of text around or hide in it: controls, direction marks, zero-width signs. */
const PLAIN_TEXT = /^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}]*$/u

/** Asked also when other fields are wrong, so that one answer names everything to mend. */
const when = () => true

const plainText = (max: number) => z.string().trim().max(max).regex(PLAIN_TEXT)

/**
 * What the checkout form sends. `expectedTotal` is the total the buyer saw, in
 * fen; `requestId` was made when the form was rendered, so that sending it twice
 * orders once. Messages are keys of `checkoutMessages.errors`.
 */
export const checkoutForm = z
  .object({
    requestId: z.uuid(),
    cartId: z.uuid(),
    expectedTotal: z
      .string()
      .regex(/^[1-9][0-9]{0,11}$/)
      .transform(Number),
    fulfillment: z.enum(['pickup', 'building'], { error: 'how' }),
    slotId: z.uuid({ error: 'slot' }).optional(),
    buildingId: z
      .string()
      .regex(/^[a-z0-9-]{2,32}$/, { error: 'building' })
      .optional(),
    room: plainText(40).optional(),
    contactName: z
      .string({ error: 'name' })
      .trim()
      .min(1, { error: 'name' })
      .max(30, { error: 'name' })
      .regex(PLAIN_TEXT, { error: 'name' }),
    contactPhone: z
      .string({ error: 'phone' })
      .trim()
      .regex(/^1[3-9][0-9]{9}$/, { error: 'phone' }),
    note: z
      .string()
      .trim()
      .max(200, { error: 'note' })
      .regex(/^[^\p{Cf}\p{Co}\p{Cn}]*$/u, { error: 'note' })
      .optional(),
    returnRule: z.literal('on', { error: 'returnRule' }),
  })
  .refine((form) => form.fulfillment !== 'pickup' || form.slotId, { path: ['slotId'], error: 'slot', when })
  .refine((form) => form.fulfillment !== 'building' || form.buildingId, {
    path: ['buildingId'],
    error: 'building',
    when,
  })
  .refine((form) => form.fulfillment !== 'building' || form.room, { path: ['room'], error: 'room', when })

export type CheckoutForm = z.output<typeof checkoutForm>

/** Fields as the browser sends them. */
export type CheckoutFields = z.input<typeof checkoutForm>
