import { crc32 } from 'node:zlib'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import type { ZipProblem } from './spreadsheet-problems.ts'

/** Carries a problem out of the reading of an archive. */
class ZipRefused extends Error {
  readonly problem: ZipProblem
  constructor(problem: ZipProblem) {
    super(problem)
    this.problem = problem
  }
}

const MAX_ENTRIES = 50
const MAX_UNPACKED_BYTES = 50 * 1024 * 1024
const MAX_RATIO = 100
/** So small that its ratio says nothing. */
const HARMLESS_BYTES = 64 * 1024
const MACROS = /vbaProject|macrosheets|vbaData|\.bas$/i
const TEXT = /\.(?:xml|rels)$/i

/**
 * Unpacks the XML files of an office archive, counting real bytes, not promised
 * ones: it stops at the first byte too many, whatever the headers say. What is not
 * XML is counted and dropped.
 */
export async function unpackOffice(
  bytes: Buffer,
): Promise<{ ok: true; files: Map<string, Buffer> } | { ok: false; problem: ZipProblem }> {
  try {
    return { ok: true, files: await unpack(bytes) }
  } catch (error) {
    return { ok: false, problem: error instanceof ZipRefused ? error.problem : 'broken' }
  }
}

async function unpack(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await openZip(bytes)
  if (zip.entryCount > MAX_ENTRIES) throw new ZipRefused('bomb')
  const files = new Map<string, Buffer>()
  const seen = new Set<string>()
  let unpackedBytes = 0
  for await (const entry of entriesOf(zip)) {
    checkEntry(entry, seen)
    seen.add(entry.fileName)
    if (entry.fileName.endsWith('/')) continue
    const limit = Math.min(
      MAX_UNPACKED_BYTES - unpackedBytes,
      Math.max(HARMLESS_BYTES, entry.compressedSize * MAX_RATIO),
    )
    const content = await readEntry(zip, { entry, limit })
    unpackedBytes += content.length
    if (content.subarray(0, 4).equals(LOCAL_HEADER)) throw new ZipRefused('nested')
    if (TEXT.test(entry.fileName)) files.set(entry.fileName, content)
  }
  const types = files.get('[Content_Types].xml')?.toString('latin1') ?? ''
  if (/macroEnabled|vbaProject/i.test(types)) throw new ZipRefused('macros')
  return files
}

/** Before anything of it is unpacked. */
function checkEntry(entry: Entry, seen: ReadonlySet<string>): void {
  if (MACROS.test(entry.fileName)) throw new ZipRefused('macros')
  if (entry.isEncrypted()) throw new ZipRefused('encrypted')
  if (seen.has(entry.fileName) || seen.size >= MAX_ENTRIES) throw new ZipRefused('broken')
}

/** Names are checked here: an absolute one, or one that climbs, is an error. */
function openZip(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true }, (error, zip) =>
      zip ? resolve(zip) : reject(error ?? new ZipRefused('broken')),
    )
  })
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await nextEntry(zip)
    if (!entry) return
    yield entry
  }
}

function nextEntry(zip: ZipFile): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (settled: () => void) => {
      zip.off('entry', onEntry).off('end', onEnd).off('error', onError)
      settled()
    }
    const onEntry = (entry: Entry) => settle(() => resolve(entry))
    const onEnd = () => settle(() => resolve(undefined))
    const onError = (error: Error) => settle(() => reject(error))
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError)
    zip.readEntry()
  })
}

function readEntry(zip: ZipFile, { entry, limit }: { entry: Entry; limit: number }): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (!stream) return reject(error ?? new ZipRefused('broken'))
      const chunks: Buffer[] = []
      let length = 0
      stream.on('error', reject)
      stream.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > limit) {
          stream.destroy()
          reject(new ZipRefused('bomb'))
        } else chunks.push(chunk)
      })
      stream.on('end', () => {
        const content = Buffer.concat(chunks)
        return crc32(content) === entry.crc32 ? resolve(content) : reject(new ZipRefused('broken'))
      })
    })
  })
}

const LOCAL_HEADER = Buffer.from('PK\x03\x04', 'latin1')
const STORED_VERSION = 20
/** 1 January 1980, the first day a zip can name. */
const FIRST_DAY = 0x21

/**
 * The same files as a plain archive that hides nothing: one header a file, no
 * compression. Whoever reads it reads exactly what was checked, even if its own
 * idea of an archive is another.
 */
export function packPlain(files: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of files) {
    const nameBytes = Buffer.from(name, 'utf8')
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(STORED_VERSION, 0)
    fields.writeUInt16LE(0x0800, 2)
    fields.writeUInt16LE(FIRST_DAY, 8)
    fields.writeUInt32LE(crc32(content), 10)
    fields.writeUInt32LE(content.length, 14)
    fields.writeUInt32LE(content.length, 18)
    fields.writeUInt16LE(nameBytes.length, 22)
    const central = Buffer.alloc(14)
    central.writeUInt32LE(offset, 10)
    parts.push(LOCAL_HEADER, fields, nameBytes, content)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, central, nameBytes)
    offset += LOCAL_HEADER.length + fields.length + nameBytes.length + content.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}
