import { sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'

/** One in so many copies is found by the words of its original; the others by words of their own. */
const NAMESAKES = 10
/** Copies of each product, and so on: thousands of rows in every table that grows. */
const COPIES = 160
const ORDERS = 4000
const BUYERS = 400

/**
 * Fills a database that has a catalogue as if it had been open for years. Written
 * past triggers and foreign keys by the tables' owner: it need be numerous, not true.
 */
export async function insertManyRows(ownerDb: Db): Promise<void> {
  await ownerDb.connection().execute(async (db) => {
    await sql`set statement_timeout = '60s'`.execute(db)
    // Of commits that are not on disk yet, vacuum does not know that everybody sees them.
    await sql`set synchronous_commit = on`.execute(db)
    await db.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await copyCatalogue(tx)
      await insertOrders(tx)
      await insertBooks(tx)
    })
    // What autovacuum does: counts and, for scans of an index alone, which pages everybody sees.
    await sql`vacuum analyze`.execute(db)
    await sql`reset all`.execute(db)
  })
}

async function copyCatalogue(tx: Db): Promise<void> {
  await sql`
    create temporary table copied as
      select product.id as old_id, gen_random_uuid() as product_id, gen_random_uuid() as version_id, copy
      from product cross join generate_series(1, ${sql.lit(COPIES)}) as copy
  `.execute(tx)
  await sql`
    insert into product
    select copied.product_id, slug || '-' || copy, cooperative_id, county_id, category_id, state, copied.version_id, picture_kind,
      created_at - copy * interval '1 hour'
    from copied join product on product.id = old_id
  `.execute(tx)
  await sql`
    insert into product_version
    select (jsonb_populate_record(version, jsonb_build_object('id', copied.version_id, 'product_id', copied.product_id))).*
    from copied join product_version version on version.product_id = old_id
  `.execute(tx)
  await sql`
    insert into sku
    select (jsonb_populate_record(sku, jsonb_build_object('id', gen_random_uuid(), 'product_id', copied.product_id,
      'code', code || '-' || copy || '-' || half, 'price_fen', price_fen + copy * 7 + half))).*
    from copied join sku on sku.product_id = old_id cross join generate_series(1, 2) as half
  `.execute(tx)
  await sql`
    insert into stock_level (sku_id, on_hand, reserved) select id, 1000, 100 from sku
    on conflict (sku_id) do update set on_hand = excluded.on_hand, reserved = excluded.reserved
  `.execute(tx)
  await sql`
    insert into product_card
    select (jsonb_populate_record(card, jsonb_build_object('product_id', copied.product_id, 'slug', slug || '-' || copy,
      'price_fen', price_fen + copy * 7, 'published_at', published_at - copy * interval '1 hour', 'terms', word.terms,
      'pinyin', word.pinyin))).*
    from copied join product_card card on card.product_id = old_id
    cross join lateral (
      select case when is_namesake then terms else array(select term || copy from unnest(terms) as term) end as terms,
        case when is_namesake then pinyin else md5(pinyin || copy) || ' ' || md5(slug || copy) end as pinyin
      from (select copy % ${sql.lit(NAMESAKES)} = 0 as is_namesake) as kind
    ) as word
  `.execute(tx)
  await sql`
    insert into stock_movement (sku_id, kind, delta_on_hand, cause_type, cause_id, at)
    select id, 'received', 20, 'copy', id, now() from sku
  `.execute(tx)
}

async function insertOrders(tx: Db): Promise<void> {
  await sql`
    create temporary table buyer as select gen_random_uuid() as id, n from generate_series(0, ${sql.lit(BUYERS - 1)}) as n
  `.execute(tx)
  await sql`
    create temporary table placed as
      select gen_random_uuid() as id, gen_random_uuid() as supplier_order_id, n, n % 50 = 0 as is_due
      from generate_series(1, ${sql.lit(ORDERS)}) as n
  `.execute(tx)
  await sql`
    insert into "order" (id, order_no, buyer_id, cart_id, request_id, request_hash, status, channel, fund_type, total_fen,
      fulfillment_kind, campus_building_id, contact_name, contact_phone, return_rule_accepted_at, placed_at, payment_due_at,
      paid_at)
    select placed.id, 'N' || placed.n, buyer.id, gen_random_uuid(), gen_random_uuid(), '',
      case when is_due then 'awaiting_payment' else 'completed' end, 'own_shop', 'staff', 2000, 'building', 'library', '', '',
      at, at, at + interval '33 minutes', case when not is_due then at end
    from placed join buyer on buyer.n = placed.n % ${sql.lit(BUYERS)}
    cross join lateral (select timestamptz '2026-11-24 02:00Z' - placed.n * interval '1 minute' as at) as time
  `.execute(tx)
  await sql`
    insert into supplier_order (id, order_id, cooperative_id, total_fen)
    select supplier_order_id, placed.id, (select id from cooperative limit 1), 2000 from placed
  `.execute(tx)
  await sql`
    with numbered as (select sku.*, row_number() over (order by id) - 1 as n, count(*) over () as many from sku)
    insert into order_line (id, order_id, supplier_order_id, line_no, sku_id, product_id, product_version_id, cooperative_id,
      county_id, product_slug, name_zh, name_en, spec_zh, spec_en, picture_kind, unit_price_fen, quantity, line_fen,
      return_rule, tax_class, service_fee_basis_points)
    select gen_random_uuid(), placed.id, supplier_order_id, line_no, numbered.id, product.id, product.published_version_id,
      product.cooperative_id, product.county_id, product.slug, '', '', spec_zh, spec_en, '', 1000, 1, 1000, '', '', 0
    from placed cross join generate_series(1, 2) as line_no
    join numbered on numbered.n = (placed.n * 2 + line_no) % many
    join product on product.id = numbered.product_id
  `.execute(tx)
  await sql`
    insert into stock_reservation (order_id, sku_id, quantity, state, settled_quantity, ends_at)
    select order_id, sku_id, 1, case when is_due then 'held' else 'settled' end, (not is_due)::int, now()
    from order_line join placed on placed.id = order_id
  `.execute(tx)
}

async function insertBooks(tx: Db): Promise<void> {
  await sql`
    insert into journal_entry (book, source_type, source_id, occurred_at, business_date, recorded_at, line_count, input_hash)
    select 'assistance', 'acceptance', id, now(), '2026-11-24', now(), 2, '' from order_line
  `.execute(tx)
  await sql`
    insert into posting (book, seq, entry_id, line_no, account_code, amount_fen, business_date, prev_hash, hash)
    select 'assistance', id * 2 + line_no, id, line_no, 'copy:' || id % 500, line_no * 2 - 3, business_date, '', ''
    from journal_entry cross join generate_series(1, 2) as line_no
  `.execute(tx)
  await sql`
    insert into recognized_purchase (id, source_type, source_id, order_line_id, amount_fen, year, business_date, county_id,
      cooperative_id, product_id, channel, fund_type, counting_rule_id, journal_entry_id, recorded_at)
    select gen_random_uuid(), 'acceptance', line.id, line.id, 1000, 2026, '2026-11-24', county_id, cooperative_id, product_id,
      'own_shop', 'staff', (select id from counting_rule order by valid_from limit 1), entry.id, now()
    from order_line line join journal_entry entry on entry.source_id = line.id::text
  `.execute(tx)
}
