type FormValue = string | FormValue[] | { [name: string]: FormValue }
export interface FormObject {
  [name: string]: FormValue
}

const MAX_DEPTH = 8
const FORBIDDEN_NAMES = new Set(['__proto__', 'prototype', 'constructor'])

/**
 * Reads Stripe's form encoding: `line_items[0][price_data][currency]=cny`, `expand[]=latest_charge`.
 * Groups whose names are all whole numbers become arrays in that order. Undefined when the text is
 * not such a form (deeper than 8, a value where a group stands, reserved names).
 */
export function decodeForm(text: string): FormObject | undefined {
  const root: FormObject = {}
  for (const [key, value] of new URLSearchParams(text)) {
    const names = key.split('[').map((part, index) => (index === 0 ? part : part.replace(/\]$/, '')))
    if (names.length > MAX_DEPTH || names.some((name) => FORBIDDEN_NAMES.has(name))) return undefined
    if (!place(root, names, value)) return undefined
  }
  return withArrays(root) as FormObject
}

function place(root: FormObject, names: string[], value: string): boolean {
  let group: FormObject = root
  for (const [depth, written] of names.entries()) {
    const name = written === '' && depth > 0 ? String(Object.keys(group).length) : written
    if (depth === names.length - 1) {
      group[name] = value
      return true
    }
    const inner = group[name] ?? {}
    if (typeof inner === 'string' || Array.isArray(inner)) return false
    group[name] = inner
    group = inner
  }
  return false
}

function withArrays(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value
  const names = Object.keys(value)
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name))) {
    return names.map((name) => withArrays(value[name] ?? ''))
  }
  return Object.fromEntries(names.map((name) => [name, withArrays(value[name] ?? '')]))
}
