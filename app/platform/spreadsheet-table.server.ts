/** Texts and whole numbers, the head first. */
export type TableRows = readonly (readonly (string | number)[])[]

const MAX_WIDTH = 40
const MIN_WIDTH = 6

/** An xlsx of one sheet, its head in bold and fixed. Numbers can be added up; texts are texts, whatever they look like. */
export async function writeXlsxTable(name: string, rows: TableRows): Promise<Buffer> {
  const cells = rows.map((row, index) =>
    row.map((value) => {
      const style = index === 0 ? { fontWeight: 'bold' as const } : {}
      return typeof value === 'number' ? { value, type: Number, ...style } : { value, type: String, ...style }
    }),
  )
  const columns = (rows[0] ?? []).map((_head, index) => ({
    width: Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, ...rows.map((row) => widthOf(row[index])))) + 2,
  }))
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  return writeXlsxFile(cells, { sheet: name, stickyRowsCount: 1, columns }).toBuffer()
}

/** Width in Latin characters; a Han character takes two. */
function widthOf(value: string | number | undefined): number {
  return [...String(value ?? '')].reduce((sum, one) => sum + (one > '\u2e7f' ? 2 : 1), 0)
}
