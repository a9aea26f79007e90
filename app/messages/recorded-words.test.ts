import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AUDIT_FIELDS, AUDIT_VALUES } from '#app/modules/identity/audit-fields.ts'
import { AUDIT_OBJECTS, AUDIT_VERBS } from '#app/modules/identity/audit-terms.ts'
import type { recordAuditEvent } from '#app/modules/identity/record-audit-event.server.ts'
import { INCIDENT_CODES, INCIDENT_FIELDS, INCIDENT_KINDS } from '#app/modules/payments/incident.ts'
import type { openIncident } from '#app/modules/payments/incidents.server.ts'
import { LANGUAGES } from '#app/shared/language.ts'
import { auditLogMessages } from './audit-log.ts'
import { incidentsMessages } from './incidents.ts'

describe('what is written into the audit log and into incidents', () => {
  it.each(LANGUAGES)('has words in %s, every verb, object, field, kind and code of it', (language) => {
    const audit = auditLogMessages[language]
    const incidents = incidentsMessages[language]
    const wanted: [Record<string, unknown>, readonly string[]][] = [
      [audit.verbs, AUDIT_VERBS],
      [audit.objects, AUDIT_OBJECTS],
      [audit.fields, AUDIT_FIELDS],
      [audit.values, AUDIT_VALUES],
      [incidents.kinds, INCIDENT_KINDS],
      [incidents.details, INCIDENT_FIELDS],
      [incidents.values, INCIDENT_CODES],
    ]
    const without = wanted.flatMap(([words, terms]) =>
      terms.filter((term) => !Object.hasOwn(words, term) || !words[term]),
    )
    expect(without).toEqual([])
  })

  it('is written in one place each, where its types ask for words', () => {
    const writers = sourcesUnder(['app', 'db']).filter(({ text }) =>
      /insertInto\('(audit_event|incident)'\)|insert\s+into\s+"?(audit_event|incident)\b/.test(text),
    )
    expect(writers.map(({ name }) => name).sort()).toEqual([
      'app/modules/identity/record-audit-event.server.ts',
      'app/modules/payments/incidents.server.ts',
    ])
  })

  it('does not compile without words', () => {
    const record = (() => undefined) as unknown as typeof recordAuditEvent
    const open = (() => undefined) as unknown as typeof openIncident
    const tx = {} as Parameters<typeof recordAuditEvent>[0]
    const of = { actorId: null, objectType: 'period', objectId: '2026-01', now: new Date(0) } as const
    void record(tx, { ...of, verb: 'period.locked', before: { state: 'closing' }, detail: { round: 1 } })
    // @ts-expect-error a verb without words
    void record(tx, { ...of, verb: 'period.painted' })
    // @ts-expect-error an object without words
    void record(tx, { ...of, verb: 'period.locked', objectType: 'moon' })
    // @ts-expect-error a field without words
    void record(tx, { ...of, verb: 'period.locked', detail: { colour: 1 } })
    // @ts-expect-error a field without words, deeper down
    void record(tx, { ...of, verb: 'period.locked', detail: { after: { lines: [{ colour: 1 }] } } })
    // @ts-expect-error a code without words
    void record(tx, { ...of, verb: 'period.locked', after: { state: 'painted' } })
    const anything: Record<string, unknown> = {}
    // @ts-expect-error fields nobody knows
    void record(tx, { ...of, verb: 'period.locked', detail: anything })
    // @ts-expect-error a figure without words
    void open(tx, { kind: 'audit', sourceId: 'x', detail: { colour: 1 }, now: of.now })
    // @ts-expect-error a kind without words
    void open(tx, { kind: 'rain', sourceId: 'x', now: of.now })
    expect(AUDIT_VERBS).not.toContain('period.painted')
  })
})

function sourcesUnder(folders: readonly string[]): { name: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name}`)
      .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
      .map((name) => ({ name, text: readFileSync(name, 'utf8') })),
  )
}
