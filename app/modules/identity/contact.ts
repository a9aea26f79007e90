import { z } from 'zod'
import { LANGUAGES } from '#app/shared/language.ts'

/** How a person wants to be told things. An address is kept in lower case; an empty field means no mail. */
export const contactSchema = z.object({
  email: z.string().trim().toLowerCase().max(254, 'emailInvalid').pipe(z.email('emailInvalid')).optional(),
  language: z.enum(LANGUAGES, 'languageUnknown'),
})

export type ContactFields = z.input<typeof contactSchema>
export type Contact = z.output<typeof contactSchema>
