export interface MailText {
  subject: string
  text: string
}

interface Part {
  headers: Map<string, string>
  body: Buffer
}

const MOST_PARTS_DEPTH = 4

/** Reads subject and plain text of a message. What it cannot make sense of stays as it came; it never throws. */
export function readMailText(raw: Buffer): MailText {
  const message = splitPart(raw)
  return {
    subject: decodeWords(message.headers.get('subject') ?? ''),
    text: (plainText(message, 0) ?? '').replaceAll('\r\n', '\n').trim(),
  }
}

/** Value of one header of a message, e.g. its Message-ID. */
export function readHeader(raw: Buffer, name: string): string | undefined {
  return splitPart(raw).headers.get(name.toLowerCase())
}

function splitPart(raw: Buffer): Part {
  const end = raw.indexOf('\r\n\r\n')
  const head = raw.subarray(0, end === -1 ? raw.length : end).toString('latin1')
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim())
  }
  return { headers, body: end === -1 ? Buffer.alloc(0) : raw.subarray(end + 4) }
}

/** The first plain text in a message or its parts. */
function plainText(part: Part, depth: number): string | undefined {
  const type = part.headers.get('content-type') ?? 'text/plain'
  if (/^text\/plain\b/i.test(type)) return decodeBody(part).toString('utf8')
  const boundary = /^multipart\/[^;]+;.*?boundary="?([^";]{1,200})"?/i.exec(type)?.[1]
  if (boundary === undefined || depth >= MOST_PARTS_DEPTH) return undefined
  const pieces = part.body.toString('latin1').split(`--${boundary}`).slice(1, -1)
  for (const piece of pieces) {
    const text = plainText(splitPart(Buffer.from(piece.replace(/^\r\n/, ''), 'latin1')), depth + 1)
    if (text !== undefined) return text
  }
  return undefined
}

function decodeBody({ headers, body }: Part): Buffer {
  switch (headers.get('content-transfer-encoding')?.toLowerCase()) {
    case 'base64':
      return Buffer.from(body.toString('latin1'), 'base64')
    case 'quoted-printable':
      return decodeQuoted(body.toString('latin1').replace(/=[ \t]*\r\n/g, ''))
    default:
      return body
  }
}

/** Bytes of a text in which some stand as =E5. */
function decodeQuoted(text: string): Buffer {
  const bytes = text.replace(/=([0-9A-Fa-f]{2})/g, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}

/** Text of a header with encoded words (RFC 2047) in UTF-8; the space between two of them is none. */
function decodeWords(header: string): string {
  return header.replace(/\?=\s+=\?/g, '?==?').replace(/(?:=\?utf-8\?[bq]\?[^?]*\?=)+/gi, (run) => {
    const words = [...run.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)]
    const bytes = words.map(([, encoding = '', text = '']) =>
      encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : decodeQuoted(text.replaceAll('_', ' ')),
    )
    return Buffer.concat(bytes).toString('utf8')
  })
}
