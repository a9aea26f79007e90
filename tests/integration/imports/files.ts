import { crc32, deflateRawSync } from 'node:zlib'
import { TEMPLATE_HEADER } from '#app/modules/imports/import-fields.ts'

/** A csv with the template's headings; cells by heading. */
export function csvOf(rows: readonly Record<string, string>[], header: readonly string[] = TEMPLATE_HEADER): string {
  const quote = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return [header, ...rows.map((row) => header.map((heading) => row[heading] ?? ''))]
    .map((cells) => `${cells.map(quote).join(',')}\r\n`)
    .join('')
}

let toGb18030: Map<string, Buffer> | undefined

/** Text in GB18030, for the characters that need two bytes; the platform can only read it. */
export function encodeGb18030(text: string): Buffer {
  toGb18030 ??= twoByteCharacters()
  const parts: Buffer[] = []
  for (const character of text) {
    if (character.charCodeAt(0) < 0x80) parts.push(Buffer.from(character))
    else {
      const bytes = toGb18030.get(character)
      if (!bytes) throw new Error(`${character} needs more than two bytes`)
      parts.push(bytes)
    }
  }
  return Buffer.concat(parts)
}

function twoByteCharacters(): Map<string, Buffer> {
  const decoder = new TextDecoder('gb18030')
  const found = new Map<string, Buffer>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const bytes = Buffer.from([lead, trail])
      const character = decoder.decode(bytes)
      if ([...character].length === 1 && character !== '\ufffd') found.set(character, bytes)
    }
  }
  return found
}

export function encodeUtf16(text: string, order: 'le' | 'be', { mark = true } = {}): Buffer {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

export interface ZipPart {
  name: string
  content: Buffer
  /** What the headers say instead of the truth. */
  claimedSize?: number
  /** Stands in the file and not in its directory. */
  isHidden?: boolean
}

/** An archive with compressed parts, and headers that need not be true. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claimedSize = content.length, isHidden } of parts) {
    const packed = deflateRawSync(content, { level: 9 })
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x0800, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt16LE(0x21, 8)
    fields.writeUInt32LE(crc32(content), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(claimedSize, 18)
    fields.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    if (!isHidden)
      directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, Buffer.from(name)]))
    bodies.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, central, end])
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The parts of a workbook whose only sheet has this XML between `<sheetData>` and the end of the sheet. */
export function workbookParts(sheetXml: string): ZipPart[] {
  const text = (name: string, content: string): ZipPart => ({ name, content: Buffer.from(XML + content) })
  return [
    text(
      '[Content_Types].xml',
      `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    ),
    text(
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="商品" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    text(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    text('xl/worksheets/sheet1.xml', `<worksheet xmlns="${MAIN}">${sheetXml}</worksheet>`),
  ]
}

/** A cell of plain text at an address. */
export function textCell(address: string, text: string): string {
  return `<c r="${address}" t="inlineStr"><is><t>${text}</t></is></c>`
}

/** Sheet data of these rows of cells, each cell text or ready-made XML. */
export function sheetData(rows: readonly (readonly string[])[]): string {
  const xml = rows.map((cells, index) => {
    const row = index + 1
    const made = cells.map((cell, column) =>
      cell.startsWith('<c ') || cell === '' ? cell : textCell(`${String.fromCharCode(65 + column)}${row}`, cell),
    )
    return `<row r="${row}">${made.join('')}</row>`
  })
  return `<sheetData>${xml.join('')}</sheetData>`
}

export function workbook(rows: readonly (readonly string[])[], after = ''): Buffer {
  return zipOf(workbookParts(`${sheetData(rows)}${after}`))
}
