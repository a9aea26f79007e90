import type { LinePlace } from '#app/modules/evidence/evidence-queries.server.ts'
import { type EvidenceScope, formatScope, parseScope } from '#app/modules/evidence/evidence-scope.ts'
import { assistanceYear, businessDate, isRealDate } from '#app/shared/business-date.ts'
import { isUuid } from '#app/shared/ids.ts'

export interface PackQuery {
  scope: EvidenceScope
  after: LinePlace | undefined
  /** The address asked for days that are none; the running year stands for them. */
  isInvalid: boolean
}

/** Reads the address of the worklist: the running year up to today, unless it says otherwise. */
export function parsePackQuery(params: URLSearchParams, now: Date): PackQuery {
  const running = { from: `${assistanceYear(now)}-01-01`, to: businessDate(now) }
  const isAsked = params.has('from') || params.has('to')
  const scope = isAsked ? parseScope((name) => params.get(name)) : running
  const [day = '', recognizedId = ''] = (params.get('after') ?? '').split('~')
  const after = isRealDate(day) && isUuid(recognizedId) ? { day, recognizedId } : undefined
  return { scope: scope ?? running, after, isInvalid: scope === undefined }
}

export function formatPackQuery(scope: EvidenceScope, after?: LinePlace): string {
  return after ? `${formatScope(scope)}&after=${after.day}~${after.recognizedId}` : formatScope(scope)
}
