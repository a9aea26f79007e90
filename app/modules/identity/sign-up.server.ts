import { type Db, inTransaction } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { countFailure, secondsHeld } from './internal/failure-counts.server.ts'
import { hashingTurn, hashPassword } from './passwords.server.ts'
import { registerPerson } from './register-person.server.ts'
import type { SignUpForm, SignUpRefusal } from './sign-up.ts'
import { SIGN_UP_THROTTLE } from './throttle.ts'

/**
 * Enters an alumnus or outside buyer by phone. Every try counts against its
 * address, since the answer tells whether a phone is known here; only the phone's
 * holder could be told less, and there is no message service yet to ask them.
 */
export async function signUp(
  db: Db,
  { form, address, now }: { form: SignUpForm; address: string; now: Date },
): Promise<Result<{ personId: PersonId }, SignUpRefusal>> {
  const keys = [{ rule: SIGN_UP_THROTTLE.address, parts: ['sign-up at', address] }]
  const retryAfterSeconds = await secondsHeld(db, keys)
  if (retryAfterSeconds > 0) return refuse({ kind: 'throttled', retryAfterSeconds })
  await countFailure(db, keys)
  const passwordHash = await hashingTurn(() => hashPassword(form.password))
  const { kind, name, phone } = form
  const personId = await inTransaction(db, (tx) => registerPerson(tx, { kind, name, phone, passwordHash, now }))
  return personId === undefined ? refuse({ kind: 'phoneTaken' }) : ok({ personId })
}
