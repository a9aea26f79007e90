import type { FieldChange, FieldConflict, FieldGroup, FieldValue } from './field-change.ts'
import { type ListingBody, listingBodySchema } from './listing.ts'

type Fields = ReadonlyMap<string, FieldValue>

/**
 * What changes from one listing to another, field by field: SKUs are the same by their
 * code, certificates by kind and number, photographs by their key, wherever they stand.
 */
export function diffListing(before: ListingBody | undefined, after: ListingBody): FieldChange[] {
  const [old, fresh] = [before ? fieldsOf(before) : new Map<string, FieldValue>(), fieldsOf(after)]
  const keys = [...new Set([...fresh.keys(), ...old.keys()])]
  return keys
    .filter((key) => old.get(key) !== fresh.get(key))
    .map((key) => ({ ...addressOf(key), before: old.get(key), after: fresh.get(key) }))
}

/** The listing that comes of `before` by `changes`: `applyChanges(a, diffListing(a, b))` is `b`. */
export function applyChanges(before: ListingBody | undefined, changes: readonly FieldChange[]): ListingBody {
  const fields = new Map(before ? fieldsOf(before) : [])
  for (const { group, item, field, after } of changes) {
    const key = keyOf(group, item, field)
    if (after === undefined) fields.delete(key)
    else fields.set(key, after)
  }
  return bodyOf(fields)
}

/** What was published since the proposal was begun: `before` then, `after` now. */
export function findConflicts(
  base: ListingBody,
  { current, proposed }: { current: ListingBody; proposed: ListingBody },
): FieldConflict[] {
  const fields = fieldsOf(proposed)
  return diffListing(base, current).map((change) => ({
    ...change,
    proposed: fields.get(keyOf(change.group, change.item, change.field)),
  }))
}

/** The proposal as it would be, had it been begun from `current`: what it changed stays changed, the rest is as it is now. */
export function rebaseListing(
  base: ListingBody,
  { current, proposed }: { current: ListingBody; proposed: ListingBody },
): ListingBody {
  const merged = new Map(fieldsOf(current))
  for (const change of diffListing(base, proposed)) {
    if (change.field.endsWith(ORDER)) continue
    const { group, item, after } = change
    const isGone = group !== 'listing' && !has(proposed, group, item)
    const isLost = group !== 'listing' && has(base, group, item) && !has(current, group, item)
    if (isGone) deleteItem(merged, change)
    else if (!isLost && after !== undefined) merged.set(keyOf(group, item, change.field), after)
    else if (!isLost) merged.delete(keyOf(group, item, change.field))
  }
  return bodyOf(withWholeOrder(merged, { current, proposed }))
}

function has(body: ListingBody, group: FieldGroup, item: string): boolean {
  return itemsOf(body, group).includes(item)
}

function deleteItem(fields: Map<string, FieldValue>, { group, item }: FieldChange): void {
  for (const key of [...fields.keys()]) {
    const address = addressOf(key)
    if (address.group === group && address.item === item) fields.delete(key)
  }
}

/** The order of `current`, with what only the proposal has behind it and what it took away gone. */
function withWholeOrder(
  fields: Map<string, FieldValue>,
  { current, proposed }: { current: ListingBody; proposed: ListingBody },
): Map<string, FieldValue> {
  for (const group of ITEM_GROUPS) {
    const addresses = [...fields.keys()].map(addressOf).filter((address) => address.group === group)
    const there = new Set(addresses.map(({ item }) => item))
    const items = new Set([...itemsOf(current, group), ...itemsOf(proposed, group)])
    fields.set(keyOf('listing', '', group + ORDER), JSON.stringify([...items].filter((item) => there.has(item))))
  }
  return fields
}

const ITEM_GROUPS = ['sku', 'certificate', 'photo'] as const
/** Ends the name of the field that says in which order the items of a group stand. */
const ORDER = '.order'
function itemsOf(body: ListingBody, group: FieldGroup): string[] {
  if (group === 'sku') return body.skus.map(({ code }) => code)
  if (group === 'certificate') return body.certificates.map(certificateItem)
  return group === 'photo' ? body.photos.map(({ key }) => key) : []
}

function certificateItem({ kind, number }: ListingBody['certificates'][number]): string {
  return `${kind} ${number}`
}

function keyOf(group: FieldGroup, item: string, field: string): string {
  return JSON.stringify([group, item, field])
}

function addressOf(key: string): Pick<FieldChange, 'group' | 'item' | 'field'> {
  const [group, item, field] = JSON.parse(key) as [FieldGroup, string, string]
  return { group, item, field }
}

/** Every field of a listing by its address; nothing of the listing is left out. */
function fieldsOf(body: ListingBody): Fields {
  const { skus, certificates, photos, ...own } = body
  const fields = new Map<string, FieldValue>()
  const write = (group: FieldGroup, item: string, facts: object) => {
    for (const [field, value] of flatten(facts)) fields.set(keyOf(group, item, field), value)
  }
  write('listing', '', own)
  for (const group of ITEM_GROUPS) fields.set(keyOf('listing', '', group + ORDER), JSON.stringify(itemsOf(body, group)))
  for (const sku of skus) write('sku', sku.code, sku)
  for (const certificate of certificates) write('certificate', certificateItem(certificate), certificate)
  for (const photo of photos) write('photo', photo.key, photo)
  return fields
}

/** A list is one value: its months or allergens change together. */
function flatten(facts: object): [string, FieldValue][] {
  return Object.entries(facts).flatMap(([name, value]: [string, unknown]): [string, FieldValue][] => {
    if (value === undefined) return []
    if (Array.isArray(value)) return [[name, JSON.stringify(value)]]
    if (typeof value === 'object' && value !== null) {
      return flatten(value).map(([inner, innerValue]) => [`${name}.${inner}`, innerValue])
    }
    return [[name, value as FieldValue]]
  })
}

const LISTS = new Set(['seasonMonths', 'allergens'])

function bodyOf(fields: Fields): ListingBody {
  const own: Record<string, unknown> = {}
  const items = new Map<string, Record<string, unknown>>()
  for (const [key, value] of fields) {
    const { group, item, field } = addressOf(key)
    if (field.endsWith(ORDER)) continue
    const place = `${group} ${item}`
    const facts = group === 'listing' ? own : (items.get(place) ?? {})
    if (group !== 'listing') items.set(place, facts)
    assign(facts, field, LISTS.has(field) ? JSON.parse(String(value)) : value)
  }
  const inOrder = (group: (typeof ITEM_GROUPS)[number]) =>
    (JSON.parse(String(fields.get(keyOf('listing', '', group + ORDER)) ?? '[]')) as string[]).map((item) =>
      items.get(`${group} ${item}`),
    )
  return listingBodySchema.parse({
    ...own,
    skus: inOrder('sku'),
    certificates: inOrder('certificate'),
    photos: inOrder('photo'),
  })
}

function assign(facts: Record<string, unknown>, field: string, value: unknown): void {
  const [name = '', inner] = field.split('.')
  if (inner === undefined) facts[name] = value
  else facts[name] = { ...(facts[name] as object | undefined), [inner]: value }
}
