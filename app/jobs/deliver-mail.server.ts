import { deliverNextMail, skipDueMail } from '#app/modules/notices/deliver-mail.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import type { Runtime } from '#app/platform/runtime.server.ts'
import { createMailWriter } from './notice-mail.ts'

const MOST_IN_A_ROUND = 50

/** Sends due mail, one after the other, until none is due or no mail server answers; gives how many arrived. */
export async function deliverMail({ db, env, mail }: Runtime, now: Date): Promise<number> {
  if (!mail) {
    await skipDueMail(db, now)
    return 0
  }
  const compose = createMailWriter(env.shopOrigin)
  // A round may last minutes, and each try is dated by its own beginning.
  const begun = clock.now().getTime()
  const at = () => new Date(now.getTime() + clock.now().getTime() - begun)
  let sent = 0
  for (let taken = 0; taken < MOST_IN_A_ROUND; taken += 1) {
    const outcome = await deliverNextMail(db, { mail, compose }, at())
    if (outcome === 'sent') sent += 1
    if (outcome === 'none due' || outcome === 'unreachable') break
  }
  return sent
}
