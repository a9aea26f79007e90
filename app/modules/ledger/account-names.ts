import type { FundType, PurchaseChannel, TargetScope } from './accounts.ts'

/** What tells an account from the others of its class. */
export interface AccountParts {
  scope?: TargetScope['scope']
  /** County, cooperative, org unit or pickup point, in this order, by their names. */
  named: { zh: string; en: string }[]
  channel?: PurchaseChannel
  fundType?: FundType
  year?: number
}

/** By code. */
export type AccountNames = Record<string, AccountParts>
