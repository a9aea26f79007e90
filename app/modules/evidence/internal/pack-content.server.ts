import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Db } from '#app/platform/db.server.ts'
import { getBlobStore } from '#app/platform/open-blob-store.server.ts'
import { addFen, type Fen, ZERO_FEN } from '#app/shared/money.ts'
import { type EvidenceScope, formatScope } from '../evidence-scope.ts'
import { type EvidenceLine, type LinePlace, readEvidenceLines } from './evidence-lines.server.ts'
import { listPackDocuments, type PackDocument } from './pack-documents.server.ts'
import { README } from './pack-readme.ts'
import { type Cell, csvHead, csvLine, PACK_TABLES, PAGE_ROWS } from './pack-tables.server.ts'

export interface PackSums {
  lineCount: number
  missingCount: number
  amount: Fen
  amount832: Fen
  manifestSha256: Buffer | undefined
}

/** Content never depends on when it was made: the same content gives the same bytes, stored as they are. */
const FIXED = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, compress: false }
const REGISTER = [
  'id',
  'day',
  'kind',
  'amount_fen',
  'county_id',
  'channel',
  'fund_type',
  'org_unit',
  'supplier',
  'product',
  'order_no',
  'external_no',
  'agreement_no',
  'entry_id',
  'counts_832',
  'needed',
  'missing',
]

/**
 * A pack as it comes into being, from one snapshot: the register with the completeness
 * of each line, what is missing, the documents behind it as tables, the postings with
 * their hashes, the files attached, and a manifest of it all. Holds one page of rows
 * and one attached file at a time. `onPage` is told how many lines are done.
 */
export function streamPack(
  db: Db,
  scope: EvidenceScope,
  { sums, onPage }: { sums: PackSums; onPage: (lines: number) => Promise<void> },
): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const files: { name: string; bytes: number; sha256: string }[] = []
  const add = (name: string, content: () => AsyncIterable<string | Uint8Array>) =>
    zip.addReadStreamLazy(name, FIXED, (callback) => {
      const stream = Readable.from(noted(name, content(), files), { objectMode: false, highWaterMark: 1 })
      stream.once('error', (error) => output.destroy(error))
      callback(null, stream)
    })
  add('README.txt', () => one(README))
  add('register.csv', () => registerCsv(db, scope, { sums, onPage }))
  add('missing.csv', () => missingCsv(db, scope))
  for (const table of PACK_TABLES)
    add(table.name, () => tableCsv([...table.columns], (after) => table.read(db, scope, after)))
  void addDocuments(db, scope, add).then(
    () => {
      add('manifest.json', () => one(() => manifest(scope, sums, files)))
      zip.addReadStreamLazy('SHA256SUMS', FIXED, (callback) => {
        const list = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('')
        sums.manifestSha256 = createHash('sha256').update(list).digest()
        callback(null, Readable.from([Buffer.from(list)], { objectMode: false }))
      })
      zip.end()
    },
    (error: Error) => output.destroy(error),
  )
  zip.once('error', (error: Error) => output.destroy(error))
  return output
}

/** Passes a file's content on as bytes, and notes its size and hash at its end. */
async function* noted(
  name: string,
  content: AsyncIterable<string | Uint8Array>,
  files: { name: string; bytes: number; sha256: string }[],
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of content) {
    const buffer = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : Buffer.from(piece)
    if (buffer.length === 0) continue
    hash.update(buffer)
    bytes += buffer.length
    yield buffer
  }
  files.push({ name, bytes, sha256: hash.digest('hex') })
}

async function* one(text: string | (() => string)): AsyncGenerator<string> {
  yield typeof text === 'string' ? text : text()
}

async function* lines(db: Db, scope: EvidenceScope): AsyncGenerator<EvidenceLine[]> {
  let after: LinePlace | undefined
  for (;;) {
    const page = await readEvidenceLines(db, { scope, after, limit: PAGE_ROWS })
    if (page.length > 0) yield page
    const last = page.at(-1)
    if (!last || page.length < PAGE_ROWS) return
    after = { day: last.day, recognizedId: last.recognizedId }
  }
}

async function* registerCsv(
  db: Db,
  scope: EvidenceScope,
  { sums, onPage }: { sums: PackSums; onPage: (lines: number) => Promise<void> },
): AsyncGenerator<string> {
  yield csvHead(REGISTER)
  for await (const page of lines(db, scope)) {
    yield page.map((line) => csvLine(registerCells(line))).join('')
    for (const line of page) count(sums, line)
    await onPage(sums.lineCount)
  }
}

function count(sums: PackSums, line: EvidenceLine): void {
  sums.lineCount += 1
  sums.amount = addFen(sums.amount, line.amount)
  if (line.channel === 'platform_832') sums.amount832 = addFen(sums.amount832, line.amount)
  if (line.missing.length > 0) sums.missingCount += 1
}

function registerCells(line: EvidenceLine): Cell[] {
  return [
    line.recognizedId,
    line.day,
    line.sourceType,
    line.amount,
    line.countyId,
    line.channel,
    line.fundType,
    line.orgUnitId,
    line.supplier,
    line.product,
    line.orderNo,
    line.externalNo,
    line.agreementNo,
    line.entryId,
    line.channel === 'platform_832' ? 1 : 0,
    line.needed.join(' '),
    line.missing.join(' '),
  ]
}

async function* missingCsv(db: Db, scope: EvidenceScope): AsyncGenerator<string> {
  yield csvHead(['id', 'day', 'amount_fen', 'order_no', 'external_no', 'missing'])
  for await (const page of lines(db, scope))
    yield page
      .filter((line) => line.missing.length > 0)
      .map((line) =>
        csvLine([line.recognizedId, line.day, line.amount, line.orderNo, line.externalNo, line.missing.join(' ')]),
      )
      .join('')
}

/** Rows come with their key first; it is left out of the file. */
async function* tableCsv(columns: string[], read: (after: string) => Promise<Cell[][]>): AsyncGenerator<string> {
  yield csvHead(columns.slice(1))
  let after = ''
  for (;;) {
    const rows = await read(after)
    yield rows.map((row) => csvLine(row.slice(1))).join('')
    if (rows.length < PAGE_ROWS) return
    after = String(rows.at(-1)?.[0])
  }
}

async function addDocuments(
  db: Db,
  scope: EvidenceScope,
  add: (name: string, content: () => AsyncIterable<string | Uint8Array>) => void,
): Promise<void> {
  const documents = await listPackDocuments(db, scope)
  add('documents.csv', () => documentsCsv(documents))
  const stored = new Map(documents.map((document) => [document.path, document]))
  for (const [path, { blobName }] of [...stored].sort(([left], [right]) => (left < right ? -1 : 1)))
    add(path, () => blob(blobName))
}

async function* documentsCsv(documents: readonly PackDocument[]): AsyncGenerator<string> {
  yield csvHead(['subject', 'subject_no', 'kind', 'file_name', 'path'])
  yield documents
    .map(({ subject, subjectNo, kind, fileName, path }) => csvLine([subject, subjectNo, kind, fileName, path]))
    .join('')
}

async function* blob(name: string): AsyncGenerator<Uint8Array> {
  const stream = await getBlobStore().getStream(name)
  if (!stream) throw new Error(`the blob store has lost ${name}`)
  for await (const piece of stream) yield piece as Uint8Array
}

function manifest(
  scope: EvidenceScope,
  sums: PackSums,
  files: readonly { name: string; bytes: number; sha256: string }[],
): string {
  const { lineCount, missingCount, amount, amount832 } = sums
  const content = {
    format: 'yuanshang-evidence-1',
    scope: formatScope(scope),
    totals: { lines: lineCount, missing: missingCount, amountFen: amount, amount832Fen: amount832 },
    files,
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

export function emptySums(): PackSums {
  return { lineCount: 0, missingCount: 0, amount: ZERO_FEN, amount832: ZERO_FEN, manifestSha256: undefined }
}
