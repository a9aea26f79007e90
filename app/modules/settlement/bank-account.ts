import { z } from 'zod'
import { type BusinessDate, isRealDate } from '#app/shared/business-date.ts'
import type { CooperativeId } from '#app/shared/ids.ts'

/** A version of a cooperative's account as its readers may see it. */
export interface BankAccountView {
  accountId: string
  version: number
  holder: string
  bankName: string
  /** Whole for the payer and the cooperative itself, masked for everybody else. */
  accountNumber: string
  validFrom: BusinessDate
  recordedBy: string
  recordedAt: Date
}

/** '•••• 5678': enough to tell two accounts apart, and no more. */
export function maskAccountNumber(accountNumber: string): string {
  return `•••• ${accountNumber.slice(-4)}`
}

/** A number as it is printed on a card, in groups of four; a masked one as it is. */
export function groupAccountNumber(accountNumber: string): string {
  return accountNumber.replaceAll(/(\d{4})(?=\d)/g, '$1 ')
}

const name = z.string('missing').trim().min(2, 'missing').max(80, 'tooLong')

export const bankAccountSchema = z.object({
  requestId: z.uuid(),
  cooperativeId: z.uuid('choose').transform((id) => id as CooperativeId),
  holder: name,
  bankName: name,
  accountNumber: z
    .string('missing')
    .transform((text) => text.replaceAll(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{8,32}$/, 'notAccount')),
  validFrom: z.string('notDay').refine(isRealDate, 'notDay'),
})
export type BankAccountForm = z.output<typeof bankAccountSchema>
