export type FieldGroup = 'listing' | 'sku' | 'certificate' | 'photo'
export type FieldValue = string | number | boolean

/** One field that is not the same in two listings; undefined where a listing has no such field. */
export interface FieldChange {
  group: FieldGroup
  /** Which SKU (its code), certificate (kind and number) or photograph (its key); empty for the listing itself. */
  item: string
  /** 'name.zh', 'price'; 'sku.order' for the order of SKUs. */
  field: string
  before: FieldValue | undefined
  after: FieldValue | undefined
}

/** A field that somebody else changed since a proposal was begun, with what it says itself. */
export interface FieldConflict extends FieldChange {
  proposed: FieldValue | undefined
}

const SUBSTANTIAL_FIELDS = new Set(['categoryId', 'goodsKind', 'taxClass', 'returnRule'])
const ORIGIN = /^(?:township|village)\./

/** Whether a change is of price, content, origin, kind or certificate: what a reviewer must look at first. */
export function isSubstantial({ group, field }: Pick<FieldChange, 'group' | 'field'>): boolean {
  if (group === 'certificate') return true
  if (group === 'sku') return field === 'price' || field.startsWith('net')
  return group === 'listing' && (SUBSTANTIAL_FIELDS.has(field) || ORIGIN.test(field))
}
