import type { Bilingual } from './product-draft.ts'

/** A name that could be meant, and how it may be written in latin letters. */
export interface NameCandidate {
  name: Bilingual
  spellings: readonly string[]
}

const CLOSE = 0.5

/** Those candidates that could be what was typed in latin letters, the closest first. */
export function closestNames(typed: string, candidates: readonly NameCandidate[]): Bilingual[] {
  return candidates
    .map(({ name, spellings }) => ({
      name,
      closeness: Math.max(0, ...spellings.map((word) => closeness(typed, word))),
    }))
    .filter((one) => one.closeness >= CLOSE)
    .sort((left, right) => right.closeness - left.closeness)
    .map((one) => one.name)
}

/** 1 for equal words, 0 for words that share nothing: the part of letters that need no change, insertion or removal. */
export function closeness(left: string, right: string): number {
  const longest = Math.max(left.length, right.length)
  return longest === 0 ? 1 : 1 - editDistance(left, right) / longest
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [row, letter] of [...left].entries()) {
    const current = [row + 1]
    for (const [column, other] of [...right].entries()) {
      const changed = (previous[column] ?? 0) + (letter === other ? 0 : 1)
      current.push(Math.min(changed, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1))
    }
    previous = current
  }
  return previous[right.length] ?? 0
}
