import { createHmac, timingSafeEqual } from 'node:crypto'
import type { OrderId, PersonId } from '#app/shared/ids.ts'

/** How whoever stands at the counter showed that the goods are theirs to take. */
export type VisitProof = 'code' | 'phone'

export interface VisitPass {
  orderId: OrderId
  clerkId: PersonId
  proof: VisitProof
}

const MINUTES = 15
const FORM = /^(code|phone)\.(\d{10})\.([A-Za-z0-9_-]{43})$/

/**
 * Lets one clerk hand over one order for a quarter of an hour, because the proof was
 * looked at. Nothing is stored: it is signed with the process's secret.
 */
export function createVisitPass({ orderId, clerkId, proof }: VisitPass, secret: string, now: Date): string {
  const until = Math.floor(now.getTime() / 1000) + MINUTES * 60
  return `${proof}.${until}.${sign({ orderId, clerkId, proof }, until, secret)}`
}

/** The proof a pass is of; undefined when it is another's, another order's, forged or too old. */
export function readVisitPass(
  text: string,
  { orderId, clerkId }: Omit<VisitPass, 'proof'>,
  { secret, now }: { secret: string; now: Date },
): VisitProof | undefined {
  const [, kind, until, given = ''] = FORM.exec(text) ?? []
  if (!kind || Number(until) * 1000 < now.getTime()) return undefined
  const proof = kind === 'code' ? 'code' : 'phone'
  const signature = sign({ orderId, clerkId, proof }, Number(until), secret)
  return timingSafeEqual(Buffer.from(signature), Buffer.from(given)) ? proof : undefined
}

function sign({ orderId, clerkId, proof }: VisitPass, until: number, secret: string): string {
  return createHmac('sha256', secret).update(`visit:${clerkId}:${orderId}:${proof}:${until}`).digest('base64url')
}
