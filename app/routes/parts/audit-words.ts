import { paths } from '#app/http/paths.ts'
import type { AuditLogMessages } from '#app/messages/audit-log.ts'
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
  return field
    .split('.')
    .map((step) => t.fields[step] ?? step)
    .join(' · ')
}

/** A value as people read it: an amount in yuan where the field says it is one. */
export function valueWords(field: string, value: unknown, t: AuditLogMessages): string {
  if (value === undefined || value === null || value === '') return t.nothing
  if (typeof value === 'number' && Number.isSafeInteger(value) && /Fen(\.|$)/.test(field))
    return formatMoney(fen(value))
  return typeof value === 'string' ? (t.values[value] ?? value) : JSON.stringify(value)
}

/** The page of what an event is about, where finance has one. */
export function objectPath({ objectType, objectId }: Pick<AuditLine, 'objectType' | 'objectId'>): string | undefined {
  if (objectType === 'period' && /^20\d\d-\d\d$/.test(objectId)) return paths.finance.period(objectId)
  if (objectType === 'refund_decision' && isUuid(objectId)) return paths.finance.refund(objectId)
  return undefined
}
