import { MATCH_STATES, type MatchState } from '#app/modules/reconciliation/balance.ts'
import { type BusinessDate, isRealDate } from '#app/shared/business-date.ts'

/** What part of the reconciliation an address asks for. */
export interface ReconciliationQuery {
  /** The day up to which the clearing account is explained. */
  day: BusinessDate
  state: MatchState
  /** The line after which the page begins. */
  after: string | undefined
}

const LINE = /^[A-Za-z0-9_]{1,80}$/

/** Reads `?day=&show=&after=`; undefined for what no link or form of ours sends. */
export function parseReconciliationQuery(
  params: URLSearchParams,
  { today, firstState }: { today: BusinessDate; firstState: MatchState },
): ReconciliationQuery | undefined {
  const day = params.get('day') || today
  const state = MATCH_STATES.find((known) => known === (params.get('show') || firstState))
  const after = params.get('after') || undefined
  if (!isRealDate(day) || !state || (after && !LINE.test(after))) return undefined
  return { day, state, after }
}

/** The address of a view, without what is not asked for. */
export function formatReconciliationQuery({ day, state, after }: Partial<ReconciliationQuery>): string {
  const params = new URLSearchParams()
  if (day) params.set('day', day)
  if (state) params.set('show', state)
  if (after) params.set('after', after)
  return params.toString()
}

/** Whether `text` has the form of a reference of the provider. */
export function isProviderRef(text: string): boolean {
  return LINE.test(text)
}
