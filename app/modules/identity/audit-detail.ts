/** One field of an audit event: as it stood before and after, where it knows. */
interface ChangedField {
  field: string
  before: unknown
  after: unknown
}

/** What an audit event tells: fields that changed, and further facts. */
export interface AuditDetail {
  changes: ChangedField[]
  facts: { field: string; value: unknown }[]
}

/** Reads an event's detail field by field. What is the same before and after is no change. */
export function readAuditDetail(detail: unknown): AuditDetail {
  const { before, after, ...rest } = asRecord(detail)
  const [was, is] = [flatten(before), flatten(after)]
  const fields = [...new Set([...was.keys(), ...is.keys()])]
  return {
    changes: fields
      .map((field) => ({ field, before: was.get(field), after: is.get(field) }))
      .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after)),
    facts: [...flatten(rest)].map(([field, value]) => ({ field, value })),
  }
}

/** Nested fields by their path: 'lines.college'. Lists stay whole; what has no fields at all has the empty path. */
function flatten(value: unknown, path = ''): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  if (path === '' && isWhole(value)) return fields.set('', value)
  for (const [name, inner] of Object.entries(asRecord(value))) {
    const field = path ? `${path}.${name}` : name
    if (isRecord(inner)) for (const [deep, leaf] of flatten(inner, field)) fields.set(deep, leaf)
    // What was left empty is as good as nothing.
    else if (inner !== null && inner !== undefined && inner !== '') fields.set(field, inner)
  }
  return fields
}

/** A list or a single value instead of fields. */
function isWhole(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : !isRecord(value) && value !== null && value !== undefined
}

function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {}
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
