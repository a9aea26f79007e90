import { guessFields, headingKey, knownHeadings } from '#app/modules/sheets/headings.ts'

/** What a column of a sheet of goods can mean, in the order of the template. */
export const IMPORT_FIELDS = [
  'code',
  'name',
  'spec',
  'price',
  'netWeight',
  'stock',
  'lotCode',
  'harvestedOn',
  'bestBeforeOn',
  'batchQuantity',
  'certificateNumber',
] as const
export type ImportField = (typeof IMPORT_FIELDS)[number]

/** For each column of a sheet what it means; '' for nothing. */
export type ColumnMapping = readonly (ImportField | '')[]

/** Headings as cooperatives write them; the first is the template's. */
const SYNONYMS: Record<ImportField, readonly string[]> = {
  code: ['商品编码', 'SKU code', 'SKU', '编码', '商品编号', '货号', '规格编码', 'code', 'item code', '商家编码'],
  name: ['名称', '商品名称', '品名', '产品名称', 'name', 'product name'],
  spec: ['规格', '包装规格', '规格型号', 'spec', 'specification'],
  price: ['价格(元)', '价格', '单价', '售价', '单价(元)', '售价(元)', 'price', 'price (yuan)', 'unit price'],
  netWeight: ['净重', '净含量', '重量', 'net weight', 'weight'],
  stock: [
    '库存',
    '库存数量',
    '现有库存',
    '盘点数',
    '盘点数量',
    '实盘数',
    'stock',
    'on hand',
    'counted',
    'stock counted',
  ],
  lotCode: ['批号', '批次', '批次号', '生产批号', 'lot', 'lot code', 'batch'],
  harvestedOn: ['采收日期', '采摘日期', '生产日期', '采收或生产日期', 'harvested on', 'harvest date', 'made on'],
  bestBeforeOn: ['保质期至', '有效期至', '到期日期', '此日期前最佳', 'best before'],
  batchQuantity: ['本批数量', '到货数量', '入库数量', '批次数量', 'batch quantity', 'quantity received'],
  certificateNumber: ['合格证编号', '合格证号', '证书编号', 'certificate number', 'certificate no.'],
}

const FIELD_OF = knownHeadings(SYNONYMS)

/** The template's headings. */
export const TEMPLATE_HEADER: readonly string[] = IMPORT_FIELDS.map((field) => SYNONYMS[field][0] ?? field)

/** Whether somebody's headings are among those we know: what decides between two encodings. */
export function hasKnownHeading(header: readonly string[]): boolean {
  return header.some((heading) => FIELD_OF.has(headingKey(heading)))
}

/** What each column means: as the cooperative said last time, else by what headings commonly say. */
export function guessMapping(
  header: readonly string[],
  remembered: ReadonlyMap<string, ImportField>,
): (ImportField | '')[] {
  return guessFields(header, { known: FIELD_OF, remembered })
}

export type MappingProblem =
  | { kind: 'noCode' }
  | { kind: 'fieldTwice'; field: ImportField }
  /** Only the code: there would be nothing to change. */
  | { kind: 'nothingElse' }

export function findMappingProblem(mapping: ColumnMapping): MappingProblem | undefined {
  for (const field of IMPORT_FIELDS)
    if (mapping.filter((one) => one === field).length > 1) return { kind: 'fieldTwice', field }
  if (!mapping.includes('code')) return { kind: 'noCode' }
  if (mapping.every((field) => field === '' || field === 'code')) return { kind: 'nothingElse' }
  return undefined
}

export function isImportField(text: string): text is ImportField {
  return (IMPORT_FIELDS as readonly string[]).includes(text)
}
