import { z } from 'zod'
import { isUuid, type SupplierOrderId } from '#app/shared/ids.ts'

/** The day on which the goods will be ready to leave; left open when it is not known yet. Error texts are keys of the workspace's words. */
export const confirmSupplierOrderSchema = z.object({
  readyOn: z.iso.date({ error: 'dateInvalid' }).optional(),
})

/** The supplier orders a page listed. */
export const confirmShownOrdersSchema = z.object({
  supplierOrderIds: z
    .array(
      z
        .string()
        .refine(isUuid)
        .transform((id) => id as SupplierOrderId),
    )
    .min(1)
    .max(99),
})

export type ConfirmSupplierOrderRefusal = { kind: 'notFound' } | { kind: 'closed' } | { kind: 'readyInPast' }
