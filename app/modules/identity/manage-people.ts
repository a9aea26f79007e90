import type { PersonId } from '#app/shared/ids.ts'

export type PersonStatus = 'active' | 'suspended'

/** Why an administrator's step is not taken. */
export type PeopleRefusal =
  | { kind: 'unknown' }
  /** Nobody locks themselves out, so that one administrator always stays. */
  | { kind: 'oneself' }
  /** Somebody else has the phone or campus number by now. */
  | { kind: 'accountTaken' }

/** Decides whether an administrator may suspend somebody, or take a role of theirs back. */
export function checkOther(administratorId: PersonId, personId: PersonId): PeopleRefusal | undefined {
  return administratorId === personId ? { kind: 'oneself' } : undefined
}

/** '138****8001': enough to recognize, too little to call. */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`
}
