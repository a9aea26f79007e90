import { CsvError, parse } from 'csv-parse/sync'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

export interface DecodedText {
  encoding: Encoding
  text: string
}

const MARKS: readonly [mark: number[], encoding: Encoding][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

/**
 * What a text file can be read as, the likeliest first; nothing when it is no text.
 * A byte order mark decides. Without one every encoding is tried strictly: bytes
 * that are not of an encoding are never turned into question marks.
 */
export function decodeText(bytes: Buffer): DecodedText[] {
  const marked = MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte))
  const tried = marked ? [marked[1]] : likelyEncodings(bytes)
  return tried.flatMap((encoding) => {
    const text = decodeStrictly(bytes, encoding)
    return text === undefined ? [] : [{ encoding, text }]
  })
}

/** Sixteen-bit text has a zero in each letter of plain latin, comma and line end; no other text has any. */
function likelyEncodings(bytes: Buffer): Encoding[] {
  if (!bytes.includes(0)) return readsAsChinese(bytes) ? ['utf-8', 'gb18030'] : ['utf-8']
  let even = 0
  let odd = 0
  for (const [index, byte] of bytes.entries()) {
    if (byte !== 0) continue
    if (index % 2 === 0) even += 1
    else odd += 1
  }
  return odd > even ? ['utf-16le'] : ['utf-16be']
}

const MOSTLY = 0.8

/**
 * Whether double bytes are mostly those of everyday Chinese in GB18030: its marks and
 * the first of its two planes of characters. Nearly any bytes are some characters of
 * it; those of other encodings come out as rare ones, which nobody wrote.
 */
function readsAsChinese(bytes: Buffer): boolean {
  let [double, everyday] = [0, 0]
  for (let index = 0; index < bytes.length; index += 1) {
    const lead = bytes[index] ?? 0
    if (lead < 0x80) continue
    const trail = bytes[index + 1] ?? 0
    index += 1
    double += 1
    if (trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3))) everyday += 1
  }
  return everyday >= double * MOSTLY
}

// Control characters, the sign of a failed decoding, and characters that mean nothing outside one vendor's font.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffd\ufffe\uffff\ue000-\uf8ff]/

function decodeStrictly(bytes: Buffer, encoding: Encoding): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return NOT_TEXT.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

const SEPARATORS = [',', ';', '\t'] as const

/** Rows of a csv text, by the separator its first lines use most; undefined when its quotes do not close. */
export function parseCsv(text: string): string[][] | undefined {
  try {
    const rows: string[][] = parse(text, {
      delimiter: separatorOf(text),
      relax_column_count: true,
      skip_empty_lines: false,
      record_delimiter: ['\r\n', '\n', '\r'],
    })
    return rows.map((row) => row.map(withoutGuard))
  } catch (error) {
    if (error instanceof CsvError) return undefined
    throw error
  }
}

/** Titles may stand above the headings; the line with the most separators decides. */
function separatorOf(text: string): string {
  const lines = text
    .slice(0, 10_000)
    .replaceAll(/"[^"]*"/g, '')
    .split(/\r\n|\r|\n/, 31)
  const counts = SEPARATORS.map((separator) => Math.max(...lines.map((line) => line.split(separator).length)))
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}

/** What a spreadsheet program would take for a formula. */
const FORMULA_LIKE = /^[=+\-@\t\r]/
const GUARDED = /^'(?=[=+\-@\t\r])/

/** Takes away the apostrophe of `guardCell`, so that our own files read back as they were. */
function withoutGuard(cell: string): string {
  return cell.replace(GUARDED, '')
}

/** A cell no spreadsheet program runs as a formula. */
export function guardCell(cell: string): string {
  return FORMULA_LIKE.test(cell) ? `'${cell}` : cell
}
