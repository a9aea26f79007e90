import type { BusinessDate } from '#app/shared/business-date.ts'
import { type Fen, sumFen } from '#app/shared/money.ts'
import { itemKey, type OpenItem } from './bank-link.ts'

/** A bank line as far as matching asks. */
export interface MatchableLine {
  amount: Fen
  bookedOn: BusinessDate
  counterparty: string
  purpose: string
}

/** Why items are proposed for a line, the surest first. */
const MATCH_REASONS = [
  'numberAndAmount',
  'partyAndAmount',
  'numbersTogether',
  'partyTogether',
  'amountOnDay',
  'amountAlone',
  'numberInPart',
] as const
export type MatchReason = (typeof MATCH_REASONS)[number]

export interface Suggestion {
  reason: MatchReason
  keys: string[]
  /** Of all its items together. */
  amount: Fen
}

const MOST = 5
/** A payout or payment shows at the bank within so many days. */
const NEAR_DAYS = 5
const DAY_MS = 86_400_000

/**
 * What a bank line may be: one item of its amount, better when its number stands in
 * the purpose or the other side is who it should be; or several items whose numbers
 * stand there, or all of one party, that make the amount together. Payers' names
 * differ and amounts repeat, so these are proposals and nothing is linked by itself.
 */
export function suggestMatches(line: MatchableLine, items: readonly OpenItem[]): Suggestion[] {
  const among = items.filter((item) => Math.sign(item.open) === Math.sign(line.amount))
  const [purpose, counterparty] = [plain(line.purpose), plain(line.counterparty)]
  const named = among.filter((item) => hasNumber(purpose, item))
  const sameParty = among.filter((item) => isParty(counterparty, item))
  const exact = among.filter((item) => item.open === line.amount)
  const found: Suggestion[] = [
    ...exact.map((item) => single(reasonOf(line, item, { named, sameParty }), item)),
    ...together('numbersTogether', named, line),
    ...together('partyTogether', sameParty, line),
    ...named.filter((item) => Math.abs(item.open) > Math.abs(line.amount)).map((item) => single('numberInPart', item)),
  ]
  const order = (one: Suggestion) => MATCH_REASONS.indexOf(one.reason)
  return found.sort((left, right) => order(left) - order(right)).slice(0, MOST)
}

function reasonOf(
  line: MatchableLine,
  item: OpenItem,
  { named, sameParty }: { named: readonly OpenItem[]; sameParty: readonly OpenItem[] },
): MatchReason {
  if (named.includes(item)) return 'numberAndAmount'
  if (sameParty.includes(item)) return 'partyAndAmount'
  return daysBetween(line.bookedOn, item.day) <= NEAR_DAYS ? 'amountOnDay' : 'amountAlone'
}

function single(reason: MatchReason, item: OpenItem): Suggestion {
  return { reason, keys: [itemKey(item.kind, item.refId)], amount: item.open }
}

function together(reason: MatchReason, group: readonly OpenItem[], line: MatchableLine): Suggestion[] {
  const amount = sumFen(group.map((item) => item.open))
  if (group.length < 2 || amount !== line.amount) return []
  return [{ reason, keys: group.map((item) => itemKey(item.kind, item.refId)), amount }]
}

function hasNumber(purpose: string, { name }: OpenItem): boolean {
  return name.length >= 5 && purpose.includes(plain(name))
}

/** The same name, or one within the other: banks cut long names, and add "有限公司" where we do not. */
function isParty(theirs: string, { party }: OpenItem): boolean {
  const ours = plain(party)
  if (theirs.length < 3 || ours.length < 3) return false
  return theirs.includes(ours) || ours.includes(theirs)
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\-_/.（）()〔〕[\]]/gu, '')
}

function daysBetween(left: BusinessDate, right: BusinessDate): number {
  return Math.abs(Date.parse(left) - Date.parse(right)) / DAY_MS
}
