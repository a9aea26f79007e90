import type { RawBuilder } from 'kysely'

/** Something that must hold at every moment between two commits. */
export interface Invariant {
  /** Stable name, e.g. 'ledger.chain'. */
  name: string
  /** The promise in one sentence. */
  promise: string
  /** Names each row that breaks it: which one, and how. No rows when it holds. `now` serves promises about time. */
  breaches(now: Date): RawBuilder<Breach>
}

export interface Breach {
  culprit: string
  detail: string
}
