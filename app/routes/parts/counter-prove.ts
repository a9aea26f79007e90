import type { CounterMessages } from '#app/messages/counter.ts'
import type { ProveVisitRefusal } from '#app/modules/counter/prove-visit.ts'

/** Why nobody was found, or why it is not theirs. */
export function explainProof(refusal: ProveVisitRefusal, t: CounterMessages): string {
  switch (refusal.kind) {
    case 'unknown':
      return t.prove.unknown
    case 'throttled':
      return t.prove.throttled(refusal.waitSeconds)
    case 'wrong':
      return t.prove.wrong
    case 'blocked':
      return t.prove.blocked
  }
}

/** Status of such an answer, with when to try again. */
export function initForProof(refusal: ProveVisitRefusal): ResponseInit {
  if (refusal.kind === 'throttled') return { status: 429, headers: { 'Retry-After': String(refusal.waitSeconds) } }
  return { status: refusal.kind === 'unknown' ? 404 : 409 }
}
