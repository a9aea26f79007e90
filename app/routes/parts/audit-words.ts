import { paths } from '#app/http/paths.ts'
import type { AuditLogMessages } from '#app/messages/audit-log.ts'
import { kindBeside, kindOfField, kindOfObject, nameKey } from '#app/modules/identity/audit-keys.ts'
import type { AuditNames } from '#app/modules/identity/audit-names.server.ts'
import type { AuditLine } from '#app/modules/identity/audit-queries.server.ts'
import { isUuid } from '#app/shared/ids.ts'
import { fen, formatMoney } from '#app/shared/money.ts'

export function verbWords(verb: string, t: AuditLogMessages): string {
  return t.verbs[verb] ?? verb
}

export function objectWords(objectType: string, t: AuditLogMessages): string {
  return t.objects[objectType] ?? objectType
}

export function actorWords(
  { actorId, actorName }: Pick<AuditLine, 'actorId' | 'actorName'>,
  t: AuditLogMessages,
): string {
  if (actorId === undefined) return t.system
  return actorName ?? t.someone
}

/** 'amountFen.college' as 'amount · the whole'. */
export function fieldWords(field: string, t: AuditLogMessages): string {
  if (field === '') return t.whole
  return field
    .split('.')
    .map((step) => t.fields[step] ?? step)
    .join(' · ')
}

/** What a value stands in, and what keys are called. */
interface Standing {
  objectType: string
  field: string
  names: AuditNames
}

/** What people call the object of an event; undefined when it has no name of its own. */
export function objectName(
  { objectType, objectId }: Pick<AuditLine, 'objectType' | 'objectId'>,
  names: AuditNames,
): string | undefined {
  const kind = kindOfObject(objectType)
  return kind && names[nameKey(kind, objectId)]
}

/** A value as people read it: an amount in yuan where the field says it is one, a code of ours in words, a key by its name. */
export function valueWords(value: unknown, at: Standing, t: AuditLogMessages): string {
  if (value === undefined || value === null || value === '') return t.nothing
  if (typeof value === 'boolean') return value ? t.yes : t.no
  if (typeof value === 'number') return numberWords(value, at.field)
  if (typeof value === 'string') return codeWords(value, at, t) ?? value
  if (Array.isArray(value)) return value.map((one) => valueWords(one, at, t)).join('; ') || t.nothing
  return recordWords(value, at, t)
}

function numberWords(value: number, field: string): string {
  return isAmount(field) && Number.isSafeInteger(value) ? formatMoney(fen(value)) : String(value)
}

function recordWords(value: object, at: Standing, t: AuditLogMessages): string {
  return Object.entries(value)
    .filter(([, inner]) => inner !== undefined && inner !== null)
    .map(([name, inner]) => {
      const kind = kindBeside(name, value)
      const known = kind && typeof inner === 'string' ? at.names[nameKey(kind, inner)] : undefined
      const words = known ?? valueWords(inner, { ...at, field: `${at.field}.${name}` }, t)
      return typeof inner === 'object' ? words : `${fieldWords(name, t)} ${words}`
    })
    .join(', ')
}

/** Fields of fen whose name does not say it. */
const AMOUNTS = ['amount', 'budget', 'committed', 'lastYear', 'perHead', 'perHeadCap', 'perHeadMin', 'refund']

function isAmount(field: string): boolean {
  return /Fen(\.|$)/.test(field) || AMOUNTS.includes(lastStep(field))
}

function codeWords(value: string, { objectType, field, names }: Standing, t: AuditLogMessages): string | undefined {
  const step = lastStep(field)
  const kind = kindOfField(field)
  return (
    (kind && names[nameKey(kind, value)]) ??
    t.valuesOf[`${objectType}.${step}`]?.[value] ??
    t.valuesOf[step]?.[value] ??
    (isWritten(step) ? undefined : t.values[value])
  )
}

/** Fields that people write into: what they write is never a code. */
const WRITTEN = [
  'because',
  'event',
  'holder',
  'name',
  'note',
  'notes',
  'product',
  'resolution',
  'spec',
  'title',
  'unit',
]

function isWritten(step: string): boolean {
  return WRITTEN.includes(step) || /(Zh|En)$/.test(step)
}

function lastStep(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1)
}

/** Pages of finance by what they show; the key stands in the address. */
const PAGES: Record<string, (objectId: string) => string> = {
  agreement: paths.finance.agreement,
  balance_transaction: paths.finance.balanceLine,
  bank_line: paths.finance.bankLine,
  bill_line: paths.finance.billLine,
  counting_rule: paths.finance.rule,
  evidence_pack: paths.finance.evidencePack,
  external_purchase: paths.finance.purchase,
  fapiao: paths.finance.fapiaoCase,
  incident: paths.finance.incident,
  refund_decision: paths.finance.refund,
  statement: (statementId) => paths.finance.statement(statementId),
}

/** The page of what an event is about, where finance has one. */
export function objectPath({ objectType, objectId }: Pick<AuditLine, 'objectType' | 'objectId'>): string | undefined {
  if (objectType === 'period') return /^20\d\d-\d\d$/.test(objectId) ? paths.finance.period(objectId) : undefined
  if (objectType === 'journal_entry') return /^\d+$/.test(objectId) ? paths.finance.entry(Number(objectId)) : undefined
  const page = Object.hasOwn(PAGES, objectType) ? PAGES[objectType] : undefined
  const isKey = objectType === 'balance_transaction' ? /^txn_\w+$/.test(objectId) : isUuid(objectId)
  return isKey ? page?.(objectId) : undefined
}
