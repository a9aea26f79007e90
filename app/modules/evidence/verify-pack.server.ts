import { createHash } from 'node:crypto'
import { type Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parse } from 'csv-parse'
import yauzl, { type Entry, type ZipFile } from 'yauzl'

/** What is wrong with a pack; empty when it proves itself. */
export interface PackVerdict {
  /** SHA-256 of SHA256SUMS, in hex: the number of the pack. */
  manifestSha256: string
  files: number
  lines: number
  amountFen: bigint
  postings: number
  problems: string[]
}

interface FileFact {
  sha256: string
  rows: string[][] | undefined
  text: string | undefined
}

/**
 * Checks a pack by itself, without a database or anything of ours running: every file
 * against its hash, no file too many or too few, the register against the totals, and
 * every posting against the hash it carries.
 */
export async function verifyPack(path: string): Promise<PackVerdict> {
  const files = await readPack(path)
  const problems: string[] = []
  const list = files.get('SHA256SUMS')?.text ?? ''
  const listed = parseList(list)
  problems.push(...checkFiles(files, listed))
  const register = records(files.get('register.csv'))
  const amountFen = register.reduce((sum, row) => sum + integer(row.amount_fen), 0n)
  problems.push(...checkTotals(files.get('manifest.json')?.text, { register, amountFen }))
  const postings = records(files.get('ledger.csv'))
  for (const posting of postings)
    if (posting.hash !== postingHash(posting)) problems.push(`posting ${posting.book}/${posting.seq} was changed`)
  return {
    manifestSha256: createHash('sha256').update(list).digest('hex'),
    files: listed.size,
    lines: register.length,
    amountFen,
    postings: postings.length,
    problems,
  }
}

/** Names and hashes of `sha256sum`'s form. */
function parseList(list: string): Map<string, string> {
  const lines = list.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]))
}

function checkFiles(files: ReadonlyMap<string, FileFact>, listed: ReadonlyMap<string, string>): string[] {
  const problems = listed.size === 0 ? ['SHA256SUMS is missing or empty'] : []
  for (const [name, sha256] of listed) {
    const file = files.get(name)
    if (file?.sha256 !== sha256) problems.push(file ? `${name} was changed` : `${name} is missing`)
  }
  const strangers = [...files.keys()].filter((name) => name !== 'SHA256SUMS' && !listed.has(name))
  return [...problems, ...strangers.map((name) => `${name} is not listed`)]
}

const integer = (text: string | undefined) => (/^-?\d+$/.test(text ?? '') ? BigInt(text ?? 0) : 0n)

function checkTotals(
  text: string | undefined,
  { register, amountFen }: { register: readonly Record<string, string>[]; amountFen: bigint },
): string[] {
  let totals: { lines?: unknown; amountFen?: unknown } = {}
  try {
    totals = (JSON.parse(text ?? '') as { totals?: typeof totals }).totals ?? {}
  } catch {
    return ['manifest.json cannot be read']
  }
  return [
    ...(totals.lines === register.length
      ? []
      : [`the manifest says ${totals.lines} lines, the register has ${register.length}`]),
    ...(String(totals.amountFen) === String(amountFen)
      ? []
      : [`the manifest says ${totals.amountFen} fen, the register adds up to ${amountFen}`]),
  ]
}

const HASHED = [
  'book',
  'seq',
  'entry_id',
  'source_type',
  'source_id',
  'occurred_at',
  'business_date',
  'recorded_at',
  'line_count',
  'input_hash',
  'reverses_entry_id',
  'line_no',
  'account_code',
  'amount_fen',
  'prev_hash',
] as const

/** The hash a posting carries when nothing of it was changed; see `posting_text` of the books. */
function postingHash(posting: Readonly<Record<string, string>>): string {
  const fields = HASHED.map((name) => {
    const field = posting[name] ?? ''
    return field === '' ? '-' : `${[...field].length}:${field}`
  })
  return createHash('sha256')
    .update(`v1${fields.join('|')}`, 'utf8')
    .digest('hex')
}

function records(file: FileFact | undefined): Record<string, string>[] {
  const [header = [], ...rows] = file?.rows ?? []
  return rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])))
}

const PARSED = ['register.csv', 'ledger.csv']
const READ = ['SHA256SUMS', 'manifest.json']

async function readPack(path: string): Promise<Map<string, FileFact>> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false })
  const files = new Map<string, FileFact>()
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName
      files.set(name, await readFile(await openEntry(zip, entry), name))
    }
  } finally {
    zip.close()
  }
  return files
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) =>
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream))),
  )
}

async function readFile(stream: Readable, name: string): Promise<FileFact> {
  const hash = createHash('sha256')
  const rows: string[][] = []
  const pieces: Buffer[] = []
  const parser = PARSED.includes(name) ? parse({ bom: true, relax_column_count: true }) : undefined
  parser?.on('data', (row: string[]) => rows.push(row))
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      hash.update(piece)
      if (READ.includes(name)) pieces.push(piece)
      if (parser && !parser.write(piece)) parser.once('drain', () => done())
      else done()
    },
  })
  await pipeline(stream, sink)
  if (parser) await new Promise<void>((resolve, reject) => parser.once('end', resolve).once('error', reject).end())
  const text = READ.includes(name) ? Buffer.concat(pieces).toString('utf8') : undefined
  return { sha256: hash.digest('hex'), rows: parser && rows, text }
}
