import { sql } from 'kysely'
import type { CertificateKind } from '#app/modules/catalog/product-draft.ts'
import { payableToCooperative } from '#app/modules/ledger/accounts.ts'
import { readAccount } from '#app/modules/ledger/ledger-queries.server.ts'
import type { Db } from '#app/platform/db.server.ts'
import { addDays, assistanceYear, type BusinessDate, businessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, SkuId } from '#app/shared/ids.ts'
import { type Fen, negateFen } from '#app/shared/money.ts'
import { countSupplierOrders } from './supplier-order-queries.server.ts'
import type { SupplyCounts } from './supply-views.ts'

/** How long before its end a certificate is worth a word. */
const CERTIFICATE_WARNING_DAYS = [7, 30, 90] as const
const LOW_STOCK_BELOW = 10

interface ExpiringCertificate {
  nameZh: string
  nameEn: string
  kind: CertificateKind
  number: string
  expiresOn: BusinessDate
  /** The nearest of the warnings that has been reached; 0 when it is over already. */
  withinDays: 0 | (typeof CERTIFICATE_WARNING_DAYS)[number]
}

export interface SupplyDashboard {
  counts: SupplyCounts
  certificates: ExpiringCertificate[]
  /** SKUs on sale of which fewer than ten can still be sold, the scarcest first. */
  lowStock: { skuId: SkuId; nameZh: string; nameEn: string; specZh: string; specEn: string; left: number }[]
  /** Listings the reviewer wants changed, the longest waiting first. */
  sentBack: { changeId: string; nameZh: string; nameEn: string; reason: string }[]
  money: {
    year: number
    /** Credited for accepted goods this year, after the college's fee. */
    earned: Fen
    /** Not paid out yet. */
    owed: Fen
  }
}

/** What a cooperative has to do today, and how its money stands. */
export async function readSupplyDashboard(db: Db, cooperativeId: CooperativeId, now: Date): Promise<SupplyDashboard> {
  const year = assistanceYear(now)
  const [counts, certificates, lowStock, sentBack, account] = await Promise.all([
    countSupplierOrders(db, cooperativeId),
    listExpiringCertificates(db, cooperativeId, businessDate(now)),
    listLowStock(db, cooperativeId),
    listSentBack(db, cooperativeId),
    readAccount(db, payableToCooperative(cooperativeId).code, `${year}-01-01`),
  ])
  const money = { year, earned: account.creditSince, owed: negateFen(account.balance) }
  return { counts, certificates, lowStock, sentBack, money }
}

/** Of each kind of a product's certificates the one that holds longest, when it ends within ninety days. */
async function listExpiringCertificates(
  db: Db,
  cooperativeId: CooperativeId,
  today: BusinessDate,
): Promise<ExpiringCertificate[]> {
  const { rows } = await sql<{
    name_zh: string
    name_en: string
    kind: CertificateKind
    number: string
    expires_on: string
  }>`
    select version.name_zh, version.name_en, last.kind, last.number, last.expires_on from (
      select distinct on (certificate.product_id, certificate.kind) certificate.*, product.published_version_id
      from certificate join product on product.id = certificate.product_id
      where product.cooperative_id = ${cooperativeId} and product.state = 'published'
      order by certificate.product_id, certificate.kind, certificate.expires_on desc nulls first
    ) last join product_version version on version.id = last.published_version_id
    where last.expires_on <= ${addDays(today, Math.max(...CERTIFICATE_WARNING_DAYS))}::date
    order by last.expires_on, version.name_zh
  `.execute(db)
  return rows.map((row) => ({
    nameZh: row.name_zh,
    nameEn: row.name_en,
    kind: row.kind,
    number: row.number,
    expiresOn: row.expires_on,
    withinDays: warningOf(row.expires_on, today),
  }))
}

function warningOf(expiresOn: BusinessDate, today: BusinessDate): ExpiringCertificate['withinDays'] {
  if (expiresOn < today) return 0
  return CERTIFICATE_WARNING_DAYS.find((days) => expiresOn <= addDays(today, days)) ?? 90
}

async function listLowStock(db: Db, cooperativeId: CooperativeId): Promise<SupplyDashboard['lowStock']> {
  const { rows } = await sql<SupplyDashboard['lowStock'][number]>`
    select sku.id as "skuId", version.name_zh as "nameZh", version.name_en as "nameEn", sku.spec_zh as "specZh", sku.spec_en as "specEn",
      greatest(0, coalesce(level.on_hand + level.oversell_limit - level.reserved - level.allocated, 0))::int as left
    from product join product_version version on version.id = product.published_version_id
      join sku on sku.product_id = product.id and sku.on_sale left join stock_level level on level.sku_id = sku.id
    where product.cooperative_id = ${cooperativeId} and product.state = 'published'
      and coalesce(level.on_hand + level.oversell_limit - level.reserved - level.allocated, 0) < ${LOW_STOCK_BELOW}
    order by 6, 2, 4
  `.execute(db)
  return rows
}

async function listSentBack(db: Db, cooperativeId: CooperativeId): Promise<SupplyDashboard['sentBack']> {
  const { rows } = await sql<SupplyDashboard['sentBack'][number]>`
    select id as "changeId", coalesce(body#>>'{name,zh}', '') as "nameZh", coalesce(nullif(body#>>'{name,en}', ''), body#>>'{name,zh}', '') as "nameEn", reason
    from listing_change where cooperative_id = ${cooperativeId} and state = 'sent_back' order by decided_at, id
  `.execute(db)
  return rows
}
