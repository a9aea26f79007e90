import type { SubmissionResult } from '@conform-to/react'
import type { Params } from '@remix-run/react'
import { hashOf } from '#app/http/cookies.server.ts'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { redirectWithNotice } from '#app/http/redirects.server.ts'
import { requireVisitor } from '#app/http/require-actor.server.ts'
import {
  type Accepted,
  acceptAsKnown,
  acceptAsNewcomer,
  type InvitationView,
  readInvitation,
} from '#app/modules/identity/accept-invitation.server.ts'
import { type AcceptRefusal, acceptSchema } from '#app/modules/identity/invitation.ts'
import { isToken } from '#app/modules/identity/tokens.server.ts'
import { enqueueNotice } from '#app/modules/notices/enqueue-notice.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { enterShop } from './enter-shop.server.ts'

/** The invitation behind an address; undefined when there was never one. */
export async function findInvitationAt(
  params: Params,
  now: Date,
): Promise<{ tokenHash: Buffer; view: InvitationView } | undefined> {
  const token = params.token ?? ''
  if (!isToken(token)) return undefined
  const tokenHash = hashOf(token, 'invitation')
  const view = await readInvitation(getRuntime().db, tokenHash, now)
  return view && { tokenHash, view }
}

interface AcceptAnswer {
  reply: SubmissionResult<string[]> | undefined
  refusal: AcceptRefusal | undefined
}

interface Acceptance {
  tokenHash: Buffer
  view: InvitationView
  now: Date
}

/** Accepts as whom the invitation is for; leads on when it is done. */
export function acceptForm(request: Request, acceptance: Acceptance): Promise<Response | AcceptAnswer> {
  return acceptance.view.for.kind === 'newcomer' ? asNewcomer(request, acceptance) : asKnown(request, acceptance)
}

async function asNewcomer(request: Request, { tokenHash, view, now }: Acceptance): Promise<Response | AcceptAnswer> {
  const submission = await parseForm(request, acceptSchema)
  if (submission.status !== 'success')
    return { reply: submission.reply({ hideFields: ['password'] }), refusal: undefined }
  const form = submission.value
  const accepted = await acceptAsNewcomer(getRuntime().db, { form, tokenHash, now, onAccepted: teller(view, now) })
  if (!accepted.ok) return { reply: submission.reply({ hideFields: ['password'] }), refusal: accepted.refusal }
  const { personId } = accepted.value
  return enterShop(request, { personId, returnTo: workplaceOf(accepted.value), notice: 'invitationAccepted' })
}

async function asKnown(request: Request, { tokenHash, view, now }: Acceptance): Promise<Response | AcceptAnswer> {
  const { personId } = await requireVisitor(request)
  const accepted = await acceptAsKnown(getRuntime().db, { personId, tokenHash, now, onAccepted: teller(view, now) })
  if (!accepted.ok) return { reply: undefined, refusal: accepted.refusal }
  return redirectWithNotice(workplaceOf(accepted.value), 'invitationAccepted')
}

/** Says in the inbox, with the acceptance itself, for which cooperative somebody may act now. */
function teller({ cooperative }: InvitationView, now: Date) {
  return async (tx: Tx, { personId, cooperativeId }: Accepted) => {
    if (!cooperative || !cooperativeId) return
    await enqueueNotice(tx, {
      personId,
      kind: 'invited',
      data: { nameZh: cooperative.zh, nameEn: cooperative.en },
      dedupeKey: `invited:${cooperativeId}:${now.toISOString()}`,
      now,
    })
  }
}

function workplaceOf({ role }: Accepted): string {
  if (role === 'cooperative_manager') return paths.supply.dashboard()
  return role === 'administrator' ? paths.admin.listings() : paths.account()
}
