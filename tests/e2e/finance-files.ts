import { execFile, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import writeExcel from 'write-excel-file/node'
import yauzl from 'yauzl'
import { PROJECT } from '#app/commands/backstage.ts'

export interface UploadFile {
  name: string
  mimeType: string
  buffer: Buffer
}

type Cell = string | number

/** A sheet as Excel saves it: numbers are numbers. */
export async function xlsxFile(name: string, rows: readonly (readonly Cell[])[]): Promise<UploadFile> {
  const cells = rows.map((row) => row.map((value) => ({ value })))
  const buffer = await writeExcel(cells).toBuffer()
  return { name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer }
}

/** A sheet as a bank or a platform exports it. */
export function csvFile(name: string, rows: readonly (readonly Cell[])[]): UploadFile {
  const text = rows.map((row) => row.join(',')).join('\r\n')
  return { name, mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${text}\r\n`) }
}

/** The smallest PDF that is one. */
export function pdfFile(name: string, words: string): UploadFile {
  const text = `%PDF-1.4\n% ${words}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(text) }
}

/** Unpacks an archive into a folder. */
export async function unzip(archive: string, into: string): Promise<void> {
  const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(archive, { lazyEntries: true })
  const open = promisify(zip.openReadStream.bind(zip)) as (entry: yauzl.Entry) => Promise<NodeJS.ReadableStream>
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      const target = join(into, entry.fileName)
      mkdirSync(dirname(target), { recursive: true })
      open(entry)
        .then((stream) => pipeline(stream, createWriteStream(target)))
        .then(() => zip.readEntry(), reject)
    })
    zip.once('end', resolve)
    zip.once('error', reject)
    zip.readEntry()
  })
}

/** What `sha256sum -c SHA256SUMS` says in a folder; throws when a file is not what it should be. */
export async function checkSums(folder: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder })
  return stdout
}

/** Runs a script of package.json as somebody at a terminal would. */
export async function runScript(
  name: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const child = spawn('npm', ['run', '--silent', name, '--', ...args], {
    cwd: PROJECT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output }
}
