import type { FundType } from '#app/modules/ledger/accounts.ts'
import type { BusinessDate } from '#app/shared/business-date.ts'
import type { BankLineId } from '#app/shared/ids.ts'
import { addFen, type Fen, negateFen, subtractFen, sumFen, ZERO_FEN } from '#app/shared/money.ts'
import { ok, type Result, refuse } from '#app/shared/result.ts'

/** What a bank line can settle that we know of. A `claim` is what an earlier link left over. */
export const ITEM_KINDS = ['payout', 'returned_payout', 'deposit', 'statement', 'purchase', 'claim'] as const
export type ItemKind = (typeof ITEM_KINDS)[number]

/** Something that waits for a bank line, or for the rest of one. All amounts have the bank's sign: in positive, out negative. */
export interface OpenItem {
  kind: ItemKind
  refId: string
  /** What is still to be settled of it. */
  open: Fen
  day: BusinessDate
  /** What people call it: a payout's id, a statement's number, a purchase's order number. */
  name: string
  /** Whom the other side of the bank line should name. */
  party: string
  /** Of a purchase: the fund that bears it. */
  fundType?: FundType
}

export interface ChosenItem {
  kind: ItemKind
  refId: string
  amount: Fen
}

export interface LinkDraft {
  lines: readonly { bankLineId: BankLineId; amount: Fen; isLinked: boolean }[]
  chosen: readonly ChosenItem[]
  /** What the bank kept or paid of it, zero or more. */
  fee: Fen
  interest: Fen
  /** Whether what is not explained stays to be claimed later. */
  keepsRest: boolean
}

/** One side of a link that is no bank line. */
export interface LinkPart {
  kind: ItemKind | 'leftover' | 'fee' | 'interest'
  refId: string | undefined
  amount: Fen
  fundType?: FundType
}

export type LinkRefusal =
  | { kind: 'nothingChosen' }
  | { kind: 'lineLinked' }
  | { kind: 'itemGone'; name: string }
  | { kind: 'moreThanOpen'; name: string; open: Fen }
  | { kind: 'onlyWhole'; name: string; open: Fen }
  | { kind: 'wrongSide'; name: string }
  /** What the lines bring less what was chosen. A link sums to zero. */
  | { kind: 'notZero'; difference: Fen }

/** These are settled by one movement or not at all. */
const WHOLE: readonly ItemKind[] = ['payout', 'returned_payout', 'deposit', 'statement']

/**
 * Decides whether bank lines and what was chosen for them are the same money. What is
 * left may be kept to be claimed; else the difference is named and nothing is linked.
 * Lines that undo each other, a payment and its return, need nothing beside them.
 */
export function decideLink(draft: LinkDraft, items: ReadonlyMap<string, OpenItem>): Result<LinkPart[], LinkRefusal> {
  if (draft.lines.some((line) => line.isLinked)) return refuse({ kind: 'lineLinked' })
  const taken = takeItems(draft.chosen, items)
  if (!taken.ok) return taken
  const parts = [...taken.value, ...bankParts(draft)]
  const difference = subtractFen(sumFen(draft.lines.map((line) => line.amount)), netOf(parts))
  if (difference !== 0) {
    if (!draft.keepsRest || draft.lines.length === 0) return refuse({ kind: 'notZero', difference })
    parts.push({ kind: 'leftover', refId: undefined, amount: difference })
  }
  return isLink(draft, parts) ? ok(parts) : refuse({ kind: 'nothingChosen' })
}

/** Bank lines and what they are; or what an earlier link left over and what it is; or lines that undo each other. */
function isLink({ lines, chosen }: LinkDraft, parts: readonly LinkPart[]): boolean {
  if (lines.length === 0) return chosen.some((one) => one.kind === 'claim')
  return parts.length > 0 || lines.length > 1
}

function takeItems(
  chosen: readonly ChosenItem[],
  items: ReadonlyMap<string, OpenItem>,
): Result<LinkPart[], LinkRefusal> {
  const parts: LinkPart[] = []
  for (const { kind, refId, amount } of chosen) {
    const item = items.get(itemKey(kind, refId))
    if (!item || parts.some((part) => part.kind === kind && part.refId === refId))
      return refuse({ kind: 'itemGone', name: refId })
    const wrong = checkAmount(item, amount)
    if (wrong) return refuse(wrong)
    parts.push({ kind, refId, amount, ...(item.fundType && { fundType: item.fundType }) })
  }
  return ok(parts)
}

/** What the bank itself kept or paid. */
function bankParts({ fee, interest }: LinkDraft): LinkPart[] {
  const parts: LinkPart[] = [
    { kind: 'fee', refId: undefined, amount: negateFen(fee) },
    { kind: 'interest', refId: undefined, amount: interest },
  ]
  return parts.filter((part) => part.amount !== 0)
}

function checkAmount(item: OpenItem, amount: Fen): LinkRefusal | undefined {
  const { name, open } = item
  if (amount === 0 || Math.sign(amount) !== Math.sign(open)) return { kind: 'wrongSide', name }
  if (Math.abs(amount) > Math.abs(open)) return { kind: 'moreThanOpen', name, open }
  if (WHOLE.includes(item.kind) && amount !== open) return { kind: 'onlyWhole', name, open }
  return undefined
}

export function itemKey(kind: ItemKind, refId: string): string {
  return `${kind}:${refId}`
}

/** Money in less money out. */
function netOf(parts: readonly { amount: Fen }[]): Fen {
  return parts.reduce<Fen>((sum, part) => addFen(sum, part.amount), ZERO_FEN)
}
