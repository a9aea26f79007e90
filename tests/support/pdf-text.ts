import { inflateSync } from 'node:zlib'

/** What a reader would copy out of a PDF of ours, page by page. */
export function readPdf(bytes: Uint8Array): { pages: string[] } {
  const objects = readObjects(Buffer.from(bytes))
  const toUnicode = [...objects.values()].filter((body) => body.includes('beginbfrange')).map(readMap)
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body))
  return {
    pages: pages.map((page) => {
      const content = objects.get(Number(/\/Contents (\d+) 0 R/.exec(page)?.[1])) ?? ''
      return readText(content, toUnicode[0] ?? new Map())
    }),
  }
}

/** Objects by number: their own text, with their stream unpacked behind it. */
function readObjects(file: Buffer): Map<number, string> {
  const text = file.toString('latin1')
  const objects = new Map<number, string>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, number = '', body = ''] = match
    const stream = /^([\s\S]*?)stream\n([\s\S]*?)\n?endstream/.exec(body)
    if (!stream) objects.set(Number(number), body)
    else {
      const [, head = '', raw = ''] = stream
      const isPacked = head.includes('/FlateDecode')
      const unpacked = isPacked ? inflateSync(Buffer.from(raw, 'latin1')).toString('latin1') : raw
      objects.set(Number(number), `${head}${unpacked}`)
    }
  }
  return objects
}

/** From glyph to text, by the map that the file carries for its readers. */
function readMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>()
  for (const [, first = '', list = ''] of cmap.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/gi)) {
    const start = Number.parseInt(first, 16)
    for (const [index, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]*)>/gi)].entries()) {
      const units = hex.replaceAll(' ', '').match(/.{4}/g) ?? []
      map.set(start + index, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))))
    }
  }
  return map
}

/** The pieces of text that a page draws, one drawing a line. */
function readText(content: string, toUnicode: ReadonlyMap<number, string>): string {
  return [...content.matchAll(/\[([^\]]*)\] TJ/g)]
    .map(([, pieces = '']) =>
      [...pieces.matchAll(/<([0-9a-f]+)>/gi)]
        .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
        .map((glyph) => toUnicode.get(Number.parseInt(glyph, 16)) ?? '')
        .join(''),
    )
    .join('\n')
}
