import { isUuid } from '#app/shared/ids.ts'

/** Things whose key an event tells and that people call otherwise. */
export const NAMED_KINDS = [
  'agreement',
  'batch',
  'category',
  'cooperative',
  'counter_shift',
  'county',
  'document',
  'external_purchase',
  'fapiao',
  'order',
  'org_unit',
  'payment',
  'person',
  'pickup_point',
  'refund_decision',
  'role_grant',
  'statement',
] as const
export type NamedKind = (typeof NAMED_KINDS)[number]

/** Of fields that hold a key or a list of keys, what the key is of. */
const KIND_OF_FIELD: Record<string, NamedKind> = {
  agreementId: 'agreement',
  categories: 'category',
  cooperativeId: 'cooperative',
  counties: 'county',
  countyId: 'county',
  documentId: 'document',
  invitedBy: 'person',
  orderId: 'order',
  orgUnitId: 'org_unit',
  owner: 'person',
  personId: 'person',
  pickupPointId: 'pickup_point',
}

/** Keys that are short words; all others are UUIDs. */
const WORDY: readonly NamedKind[] = ['category', 'county', 'org_unit', 'pickup_point']

/** What a field's values are keys of, if they are. The last step of its path decides. */
export function kindOfField(field: string): NamedKind | undefined {
  const step = field.slice(field.lastIndexOf('.') + 1)
  return Object.hasOwn(KIND_OF_FIELD, step) ? KIND_OF_FIELD[step] : undefined
}

/** Of what a bank line was matched with, what `refId` is a key of, by the kind beside it. */
const KIND_OF_REF: Record<string, NamedKind> = { purchase: 'external_purchase', statement: 'statement' }

/** What the value of a field is a key of, where the fields beside it say more than its name. */
export function kindBeside(field: string, beside: object): NamedKind | undefined {
  if (field !== 'refId') return kindOfField(field)
  return 'kind' in beside && typeof beside.kind === 'string' && Object.hasOwn(KIND_OF_REF, beside.kind)
    ? KIND_OF_REF[beside.kind]
    : undefined
}

/** What an event's object is, if it is something with a name. */
export function kindOfObject(objectType: string): NamedKind | undefined {
  return NAMED_KINDS.find((kind) => kind === objectType)
}

/** A key under which a name is found: kinds share keys. */
export function nameKey(kind: NamedKind, key: string): string {
  return `${kind} ${key}`
}

/** The key of what `nameKey` made. */
export function keyOfName(at: string): string {
  return at.slice(at.indexOf(' ') + 1)
}

/** The keys that events tell, by kind: of their objects and of what their details hold at any depth. */
export function collectKeys(
  events: readonly { objectType: string; objectId: string; detail: unknown }[],
): Map<NamedKind, Set<string>> {
  const found = new Map<NamedKind, Set<string>>()
  const note = (kind: NamedKind | undefined, key: unknown) => {
    if (kind === undefined || typeof key !== 'string' || !(WORDY.includes(kind) || isUuid(key))) return
    found.set(kind, (found.get(kind) ?? new Set()).add(key))
  }
  const walk = (value: unknown, kind?: NamedKind) => {
    if (Array.isArray(value)) for (const one of value) walk(one, kind)
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) walk(inner, kindBeside(name, value))
    else note(kind, value)
  }
  for (const { objectType, objectId, detail } of events) {
    note(kindOfObject(objectType), objectId)
    walk(detail)
  }
  return found
}
