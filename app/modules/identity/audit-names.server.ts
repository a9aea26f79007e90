import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { inLanguage, type Language } from '#app/shared/language.ts'
import { collectKeys, type NamedKind, nameKey } from './audit-keys.ts'
import type { AuditLine } from './audit-queries.server.ts'

/** Names in a language by `nameKey`. What has none, or is gone, is not there. */
export type AuditNames = Readonly<Record<string, string>>

/** What people call the things whose keys these events tell: of a person the name, of an order its number. */
export async function findAuditNames(db: Db, lines: readonly AuditLine[], language: Language): Promise<AuditNames> {
  const parts = [...collectKeys(lines)].map(
    ([kind, keys]) =>
      sql`select ${kind}::text as kind, key::text, zh, en from (${NAMES[kind]([...keys])}) named (key, zh, en)`,
  )
  if (parts.length === 0) return {}
  const { rows } = await sql<{ kind: NamedKind; key: string; zh: string | null; en: string | null }>`
    ${sql.join(parts, sql` union all `)}`.execute(db)
  return Object.fromEntries(
    rows.flatMap(({ kind, key, zh, en }) => {
      const name = inLanguage(zh ?? '', en ?? '', language)
      return name ? [[nameKey(kind, key), name]] : []
    }),
  )
}

type Finder = (keys: string[]) => RawBuilder<unknown>

const uuids = (keys: string[]) => sql`any(${keys}::uuid[])`
const words = (keys: string[]) => sql`any(${keys}::text[])`

/** Rows of key, Chinese and English name for the keys of a kind. */
const NAMES: Record<NamedKind, Finder> = {
  agreement: (keys) => sql`select id, agreement_no, agreement_no from purchase_agreement where id = ${uuids(keys)}`,
  batch: (keys) => sql`select id, lot_code, lot_code from batch where id = ${uuids(keys)}`,
  category: (keys) => sql`select id, name_zh, name_en from category where id = ${words(keys)}`,
  cooperative: (keys) => sql`select id, name_zh, name_en from cooperative where id = ${uuids(keys)}`,
  counter_shift: (keys) => sql`select shift.id, point.name_zh, point.name_en
    from counter_shift shift join pickup_point point on point.id = shift.pickup_point_id where shift.id = ${uuids(keys)}`,
  county: (keys) => sql`select id, name_zh, name_en from partner_county where id = ${words(keys)}`,
  document: (keys) => sql`select id, file_name, file_name from document where id = ${uuids(keys)}`,
  external_purchase: (keys) =>
    sql`select id, external_no, external_no from external_purchase where id = ${uuids(keys)}`,
  fapiao: (keys) => sql`select fapiao.id, order_no, order_no
    from fapiao join "order" on "order".id = fapiao.order_id where fapiao.id = ${uuids(keys)}`,
  order: (keys) => sql`select id, order_no, order_no from "order" where id = ${uuids(keys)}`,
  org_unit: (keys) => sql`select id, name_zh, name_en from org_unit where id = ${words(keys)}`,
  payment: (keys) => sql`select payment.id, order_no, order_no
    from payment join "order" on "order".id = payment.order_id where payment.id = ${uuids(keys)}`,
  person: (keys) => sql`select id, name, name from person where id = ${uuids(keys)}`,
  pickup_point: (keys) => sql`select id, name_zh, name_en from pickup_point where id = ${words(keys)}`,
  refund_decision: (keys) => sql`select decision.id, order_no, order_no
    from refund_decision decision join "order" on "order".id = decision.order_id where decision.id = ${uuids(keys)}`,
  role_grant: (keys) => sql`select role_grant.id, person.name, person.name
    from role_grant join person on person.id = role_grant.person_id where role_grant.id = ${uuids(keys)}`,
  statement: (keys) => sql`select id, statement_no, statement_no from settlement_statement where id = ${uuids(keys)}`,
}
