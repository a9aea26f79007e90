import type { Db } from '#app/platform/db.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'
import { type AccountName, parseAccountName } from './account-name.ts'
import { countFailure, forgetFailures, secondsHeld } from './internal/failure-counts.server.ts'
import { hashingTurn, verifyPassword } from './passwords.server.ts'
import type { SignInRefusal } from './sign-in.ts'
import { SIGN_IN_THROTTLE } from './throttle.ts'

export interface SignInCommand {
  /** Campus number or phone, as typed. */
  account: string
  password: string
  /** Network address the try came from. */
  address: string
}

/**
 * Finds out who signs in. Whether the account is unknown, suspended or has
 * another password, the answer, the work and the queries are the same.
 *
 * The hold is looked at inside a hashing turn and the failure counted before
 * the turn ends, so that a thousand tries at once get no further than a
 * handful of turns.
 */
export function signIn(db: Db, command: SignInCommand): Promise<Result<{ personId: PersonId }, SignInRefusal>> {
  const name = parseAccountName(command.account)
  const keys = throttledKeys(name, command)
  return hashingTurn(async () => {
    const retryAfterSeconds = await secondsHeld(db, Object.values(keys))
    if (retryAfterSeconds > 0) return refuse({ kind: 'throttled', retryAfterSeconds } as const)
    const person = await findCredentials(db, name)
    if (await verifyPassword(command.password, person?.password_hash)) {
      await forgetFailures(db, [keys.account, keys.accountAtAddress])
      return ok({ personId: person?.id as PersonId })
    }
    await countFailure(db, Object.values(keys))
    return refuse({ kind: 'wrongCredentials' } as const)
  })
}

/** An address is never forgiven for one good account among many bad tries. */
function throttledKeys(name: AccountName | undefined, { account, address }: SignInCommand) {
  const text = name === undefined ? `other ${account}` : name.kind === 'phone' ? name.phone : name.campusNumber
  return {
    account: { rule: SIGN_IN_THROTTLE.account, parts: ['sign-in', text] },
    accountAtAddress: { rule: SIGN_IN_THROTTLE.accountAtAddress, parts: ['sign-in', text, address] },
    address: { rule: SIGN_IN_THROTTLE.address, parts: ['sign-in at', address] },
  }
}

/** Asks even for what cannot be an account name, so that the time taken does not tell. */
function findCredentials(db: Db, name: AccountName | undefined) {
  const people = db.selectFrom('person').select(['id', 'password_hash']).where('status', '=', 'active')
  return name?.kind === 'phone'
    ? people.where('phone', '=', name.phone).executeTakeFirst()
    : people.where('campus_number', '=', name?.campusNumber ?? '').executeTakeFirst()
}
