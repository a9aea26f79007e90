import { paths } from '#app/http/paths.ts'

/** Where what a check of the close found is worked off; absent where that is not a page of finance. */
export const CLOSING_WORK: Record<string, string> = {
  refunds_unsent: paths.finance.refunds('owed'),
  stages: paths.finance.tieOuts(),
  tie_outs: paths.finance.tieOuts(),
}
