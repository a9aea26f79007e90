/** The heading as a key: letters of any width, without spaces, marks and case. */
export function headingKey(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s*＊:：_\-.。/\\()[\]【】"'“”]/gu, '')
    .slice(0, 200)
}

/** What common headings mean, by their keys. */
export function knownHeadings<Field extends string>(synonyms: Record<Field, readonly string[]>): Map<string, Field> {
  return new Map(
    (Object.keys(synonyms) as Field[]).flatMap((field) =>
      synonyms[field].map((heading) => [headingKey(heading), field] as const),
    ),
  )
}

/**
 * What each column means: as people said last time, else by what headings commonly
 * say. Of two columns that mean the same only one that was named by people is taken:
 * which one else is for people to say.
 */
export function guessFields<Field extends string>(
  header: readonly string[],
  { known, remembered }: { known: ReadonlyMap<string, Field>; remembered: ReadonlyMap<string, Field> },
): (Field | '')[] {
  const keys = header.map(headingKey)
  const said = keys.map((key) => remembered.get(key) ?? '')
  const common = keys.map((key) => {
    const field = known.get(key) ?? ''
    return said.includes(field) ? '' : field
  })
  const once = (fields: readonly (Field | '')[]) =>
    fields.map((field) => (fields.filter((other) => other === field).length > 1 ? '' : field))
  const [saidOnce = [], commonOnce = []] = [once(said), once(common)]
  return keys.map((_, column) => saidOnce[column] || commonOnce[column] || '')
}

/** Headings that stand over several columns. */
export function duplicateHeadings(header: readonly string[]): string[] {
  const seen = new Set<string>()
  const twice = new Map<string, string>()
  for (const heading of header) {
    const key = headingKey(heading)
    if (key === '') continue
    if (seen.has(key)) twice.set(key, heading)
    seen.add(key)
  }
  return [...twice.values()]
}

/** The row of the headings, from 0: the one among the first `most` with the most known headings, or the first. */
export function findHeaderRow(
  rows: readonly (readonly string[])[],
  isKnown: (heading: string) => boolean,
  most: number,
): number {
  let best = { row: 0, count: 1 }
  for (const [row, cells] of rows.slice(0, most).entries()) {
    const count = cells.filter((cell) => cell !== '' && isKnown(headingKey(cell))).length
    if (count > best.count) best = { row, count }
  }
  return best.row
}
