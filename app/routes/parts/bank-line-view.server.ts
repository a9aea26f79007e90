import { notFound } from '#app/http/responses.server.ts'
import { itemKey, type OpenItem } from '#app/modules/bank/bank-link.ts'
import {
  type BankLine,
  type BankLinkView,
  findBankLine,
  listBankLines,
  listLinksOf,
} from '#app/modules/bank/bank-queries.server.ts'
import { listOpenItems } from '#app/modules/bank/open-items.server.ts'
import { type MatchReason, suggestMatches } from '#app/modules/bank/suggest-matches.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import type { BankLineId } from '#app/shared/ids.ts'

/** All of them are looked through for proposals; so many are listed to choose from. */
const MOST_ITEMS = 1_000
const SHOWN_ITEMS = 40
const SHOWN_LINES = 10

export interface SuggestedMatch {
  reason: MatchReason
  items: OpenItem[]
}

export type LinkOnPage = Omit<BankLinkView, 'madeAt' | 'undone'> & {
  madeAt: number
  undone: { by: string; at: number; because: string } | undefined
}

export interface BankLineView {
  line: BankLine
  suggestions: SuggestedMatch[]
  /** Those of the line's direction first, the nearest to its day before others. */
  items: { shown: OpenItem[]; count: number }
  /** Other open lines that may be the same money together with this one. */
  otherLines: BankLine[]
  links: LinkOnPage[]
}

/** A bank line with what it may be and what it is or was matched with. Throws 404 when there is none. */
export async function readLineView(bankLineId: BankLineId): Promise<BankLineView> {
  const { db } = getRuntime()
  const line = await findBankLine(db, bankLineId)
  if (!line) throw notFound()
  const links = (await listLinksOf(db, bankLineId)).map(onPage)
  if (line.linkId) return { line, suggestions: [], items: { shown: [], count: 0 }, otherLines: [], links }
  const [all, { lines }] = await Promise.all([
    listOpenItems(db, { near: line.bookedOn, limit: MOST_ITEMS }),
    listBankLines(db, { show: 'open', limit: SHOWN_LINES + 1 }),
  ])
  const byKey = new Map(all.map((item) => [itemKey(item.kind, item.refId), item]))
  const suggestions = suggestMatches(line, all).map(({ reason, keys }) => ({
    reason,
    items: keys.flatMap((key) => byKey.get(key) ?? []),
  }))
  const otherLines = lines.filter((other) => other.bankLineId !== bankLineId).slice(0, SHOWN_LINES)
  const isAlong = (item: OpenItem) => Math.sign(item.open) === Math.sign(line.amount)
  const sorted = [...all.filter(isAlong), ...all.filter((item) => !isAlong(item))]
  return { line, suggestions, items: { shown: sorted.slice(0, SHOWN_ITEMS), count: all.length }, otherLines, links }
}

function onPage({ madeAt, undone, ...link }: BankLinkView): LinkOnPage {
  return { ...link, madeAt: madeAt.getTime(), undone: undone && { ...undone, at: undone.at.getTime() } }
}
