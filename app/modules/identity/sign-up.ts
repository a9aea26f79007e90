import { z } from 'zod'
import { parsePhone } from './account-name.ts'
import { MAX_PASSWORD_LENGTH } from './sign-in.ts'
import { MIN_PASSWORD_LENGTH, SIGN_UP_KINDS } from './sign-up-rules.ts'

const MAX_NAME_LENGTH = 40

export type SignUpRefusal = { kind: 'phoneTaken' } | { kind: 'throttled'; retryAfterSeconds: number }

/**
 * A name as on a parcel label: letters of any script with their marks, single
 * spaces and the points and hyphens names have. No digits, emoji, or characters
 * that turn the direction of the text around it.
 */
const NAME_FORM = /^\p{L}[\p{L}\p{M}]*(?:[ ·•.'’-]{1,2}\p{L}[\p{L}\p{M}]*)*\.?$/u
const ONE_CHARACTER_ONLY = /^(.)\1*$/su

export const signUpSchema = z
  .object({
    kind: z.enum(SIGN_UP_KINDS, { error: 'kindMissing' }),
    name: z
      .string({ error: 'nameMissing' })
      .trim()
      .min(1, { error: 'nameMissing' })
      .max(MAX_NAME_LENGTH, { error: 'nameTooLong' })
      .regex(NAME_FORM, { error: 'nameInvalid' })
      .transform((name) => name.normalize('NFC')),
    phone: z.string({ error: 'phoneMissing' }).max(32, { error: 'phoneInvalid' }).transform(requirePhone),
    password: z
      .string({ error: 'passwordMissing' })
      .min(MIN_PASSWORD_LENGTH, { error: 'passwordTooShort' })
      .max(MAX_PASSWORD_LENGTH, { error: 'passwordTooLong' })
      .refine((password) => !ONE_CHARACTER_ONLY.test(password), { error: 'passwordTooSimple' }),
    returnTo: z.string().max(512, { error: 'returnToInvalid' }).optional(),
  })
  .refine((form) => !form.password.includes(form.phone), { error: 'passwordTooSimple', path: ['password'] })

/** What the form sends, and what it means. */
export type SignUpFields = z.input<typeof signUpSchema>
export type SignUpForm = z.output<typeof signUpSchema>

function requirePhone(text: string, context: z.RefinementCtx<string>): string {
  const phone = parsePhone(text)
  if (phone !== undefined) return phone
  context.addIssue({ code: 'custom', message: 'phoneInvalid' })
  return z.NEVER
}
