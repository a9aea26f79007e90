import { z } from 'zod'

/** Longest password in UTF-16 units: enough for any phrase, too short to keep the hash busy. */
export const MAX_PASSWORD_LENGTH = 128

/** One refusal for an unknown account, a wrong password and a suspended person: none may be told from another. */
export type SignInRefusal = { kind: 'wrongCredentials' } | { kind: 'throttled'; retryAfterSeconds: number }

/** Messages are keys of the words of the sign-in pages. What form an account has is not said here: it would tell who exists. */
export const signInSchema = z.object({
  account: z
    .string({ error: 'accountMissing' })
    .trim()
    .min(1, { error: 'accountMissing' })
    .max(64, { error: 'accountTooLong' }),
  password: z
    .string({ error: 'passwordMissing' })
    .min(1, { error: 'passwordMissing' })
    .max(MAX_PASSWORD_LENGTH, { error: 'passwordTooLong' }),
  returnTo: z.string().max(512, { error: 'returnToInvalid' }).optional(),
})

/** What the form sends. */
export type SignInFields = z.input<typeof signInSchema>
