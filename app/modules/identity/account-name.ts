/** What people type to say who they are. */
export type AccountName = { kind: 'phone'; phone: string } | { kind: 'campusNumber'; campusNumber: string }

const PHONE = /^1[3-9][0-9]{9}$/
const CAMPUS_NUMBER = /^[A-Z0-9]{4,20}$/

/** A mainland mobile number without spaces, hyphens and country code, from full-width digits too; undefined for anything else. */
export function parsePhone(text: string): string | undefined {
  const plain = compact(text).replace(/^(?:\+|00)86/, '')
  return PHONE.test(plain) ? plain : undefined
}

/**
 * Reads a phone or campus number. Eleven digits in the form of a phone are a
 * phone: campus numbers must not be given out in that form.
 */
export function parseAccountName(text: string): AccountName | undefined {
  const phone = parsePhone(text)
  if (phone !== undefined) return { kind: 'phone', phone }
  const campusNumber = compact(text).toUpperCase()
  return CAMPUS_NUMBER.test(campusNumber) ? { kind: 'campusNumber', campusNumber } : undefined
}

function compact(text: string): string {
  return text.normalize('NFKC').replace(/[\s-]/g, '')
}
