import { z } from 'zod'

/** Letters and digits that are not mistaken for one another by hand. */
export const KEY_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
export const KEY_LENGTH = 8
const KEY = new RegExp(`^[${KEY_ALPHABET}]{${KEY_LENGTH}}$`)
const MAX_KEYS = 60

export const keyedTextSchema = z.object({
  keys: z.string({ error: 'keysMissing' }).trim().min(1, 'keysMissing').max(4000, 'tooLong'),
})

/** A line of paper as it was keyed in: all that was printed on it, or as many pieces as are written beside it. */
export interface KeyedLine {
  /** As it was typed, to be shown again. */
  text: string
  key: string | undefined
  quantity: number | undefined
}

/**
 * Reads keys typed one a line, each with the number of pieces behind it when it was
 * fewer than printed: 'K7QM2X4P' or 'K7QM2X4P 2'. Dashes, spaces inside and small
 * letters do not matter. Lines beyond sixty are left out.
 */
export function parseKeyedText(text: string): KeyedLine[] {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .split(/[\n;,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, MAX_KEYS)
    .map(parseKeyedLine)
}

function parseKeyedLine(text: string): KeyedLine {
  const match = /^([0-9A-Z]{4})[-\s]?([0-9A-Z]{4})(?:\s*[*X×]?\s+([1-9]\d{0,2})|\s*[*×]\s*([1-9]\d{0,2}))?$/.exec(text)
  const key = match ? `${match[1]}${match[2]}` : ''
  if (!match || !KEY.test(key)) return { text, key: undefined, quantity: undefined }
  const written = match[3] ?? match[4]
  return { text, key, quantity: written === undefined ? undefined : Number(written) }
}

/** What became of a keyed line. */
export type KeyedOutcome =
  | { kind: 'handedOver'; quantity: number }
  /** It was keyed in before, and counts once. */
  | { kind: 'already' }
  | { kind: 'unknown' }
  /** That many are not left of it: handed over at the counter meanwhile, or canceled. */
  | { kind: 'tooMany'; open: number }
