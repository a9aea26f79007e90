import { sql } from 'kysely'
import { gatherStages } from '#app/modules/assistance/gather-stages.server.ts'
import { recordExternalPurchase } from '#app/modules/external/record-external-purchase.server.ts'
import type { Actor } from '#app/modules/identity/permissions.ts'
import { prepareStatement } from '#app/modules/settlement/prepare-statement.server.ts'
import type { Month } from '#app/modules/settlement/statement.ts'
import { type Db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { addDays, type BusinessDate, businessDate, startOfBusinessDate } from '#app/shared/business-date.ts'
import type { CooperativeId, CountyId, PersonId } from '#app/shared/ids.ts'
import { fen } from '#app/shared/money.ts'
import { providerFacts } from './provider-facts.ts'
import { sheetOf } from './sheet-of.ts'

/**
 * Of orders, so many purchases made elsewhere, lines of the bank, requests for invoices and incidents: about as in the
 * demo, where few purchases elsewhere are as much as all orders, and one line of the bank is a day's payout.
 */
const ORDERS_A_PURCHASE = 100
const ORDERS_A_BANK_LINE = 100
const ORDERS_A_FAPIAO = 40
const ORDERS_AN_INCIDENT = 100
/** Enough that the page of those that wait is full in the smallest database, as in each larger one. */
const ORDERS_AN_ASKED_REFUND = 150

interface Office {
  officer: PersonId
  from: BusinessDate
  now: Date
}

/**
 * What finance does beside a history of orders, roughly in the amounts of a year:
 * purchases made elsewhere, statements, lines of provider, wallets and bank, incidents,
 * invoices and an audit log. Entries come through the books' own triggers.
 */
export async function writeOfficeFacts(db: Db, { from, now }: { from: BusinessDate; now: Date }): Promise<void> {
  const { id: officer } = await db
    .selectFrom('role_grant')
    .innerJoin('person', 'person.id', 'role_grant.person_id')
    .select('person.id')
    .where('role', '=', 'finance_officer')
    .executeTakeFirstOrThrow()
  const office = { officer: officer as PersonId, from, now }
  const orders = await countOrders(db)
  await recordPurchases(db, office, Math.round(orders / ORDERS_A_PURCHASE))
  await prepareStatements(db, office)
  await inTransaction(db, async (tx) => {
    await sql`set local statement_timeout = '600s'`.execute(tx)
    await bankFacts(tx, office, Math.round(orders / ORDERS_A_BANK_LINE))
    await providerFacts(tx, office.officer)
    await attachPapers(tx, office)
    await deskFacts(tx, office)
  })
  while ((await gatherStages(db)) > 0);
}

async function countOrders(db: Db): Promise<number> {
  const { rows } = await sql<{ orders: number }>`select count(*) as orders from "order"`.execute(db)
  return rows[0]?.orders ?? 0
}

/** One in ten lacks its payment, one in twenty its invoice. */
async function recordPurchases(db: Db, { from, now }: Office, count: number): Promise<void> {
  const counties = await db.selectFrom('partner_county').select('id').orderBy('id').execute()
  const channels = ['platform_832', 'agreement', 'other'] as const
  const funds = ['canteen', 'union', 'department'] as const
  const days = Math.floor((now.getTime() - startOfBusinessDate(from).getTime()) / 86_400_000)
  for (let index = 0; index < count; index += 1) {
    const acceptedOn = addDays(from, Math.floor((index * days) / count))
    const recorded = await recordExternalPurchase(db, {
      channel: channels[index % 3] ?? 'other',
      reference: `BENCH-${index}`,
      amount: fen(10_000 + ((index * 7_919) % 900_000)),
      countyId: counties[index % counties.length]?.id as CountyId,
      fundType: funds[index % 3] ?? 'canteen',
      acceptedOn,
      paidOn: index % 10 === 0 ? null : acceptedOn,
      invoiceNo: index % 20 === 1 ? '' : `FP${index}`,
      reviewedOn: index % 3 === 0 && index % 10 !== 0 && index % 7 !== 0 ? acceptedOn : null,
      now: startOfBusinessDate(addDays(acceptedOn, 1)),
    })
    if (!recorded.ok) throw new Error(`purchase ${index} is refused: ${recorded.refusal.kind}`)
  }
}

/** A statement of every cooperative for every month that is over; confirmed, but for the last. */
async function prepareStatements(db: Db, { officer: personId, from, now }: Office): Promise<void> {
  const cooperatives = await db.selectFrom('cooperative').select('id').execute()
  const officer = { personId, name: '' } as Actor<'payable:prepare'>
  const thisMonth = businessDate(now).slice(0, 7)
  for (
    let month = from.slice(0, 7);
    month < thisMonth;
    month = addDays(`${month}-01` as BusinessDate, 32).slice(0, 7)
  ) {
    for (const { id } of cooperatives)
      await prepareStatement(db, { cooperativeId: id as CooperativeId, month: `${month}-01` as Month, officer, now })
  }
  await sql`update settlement_statement set state = 'sent', sent_by = ${personId}, sent_at = ${now} where state = 'draft'`.execute(
    db,
  )
  await sql`update settlement_statement set state = 'confirmed', answered_by = ${personId}, answered_at = ${now}
    where state = 'sent' and month < (select max(month) from settlement_statement)`.execute(db)
}

/** Transfers through the year, nine in ten explained, some of them as money that waits to be claimed. */
async function bankFacts(tx: Tx, { officer, from, now }: Office, count: number): Promise<void> {
  await sql`insert into account (code, book, kind) values ('bank:main', 'money', 'asset'), ('bank:transit', 'money', 'asset')
    on conflict (code) do nothing`.execute(tx)
  const file = await sheetOf(tx, { kind: 'bank_statement', officer, now })
  await sql`
    with line as (
      insert into bank_line (id, identity, sheet_file_id, booked_on, amount_fen, counterparty, purpose, bank_ref, recorded_at)
      select gen_random_uuid(), sha256(convert_to('bench ' || n, 'UTF8')), ${file}::uuid,
        ${from}::date + (n::bigint * (${businessDate(now)}::date - ${from}::date) / ${count}::int)::int,
        case when n % 3 = 0 then -1 else 1 end * (10000 + n * 7919 % 900000), '付款单位 ' || n % 97, '货款 ' || n, 'REF' || n, ${now}
      from generate_series(1, ${count}::int) n returning *
    ), explained as (
      select id, identity, booked_on, amount_fen, gen_random_uuid() as link_id from line where get_byte(identity, 0) >= 26
    ), entry as (
      insert into journal_entry (book, source_type, source_id, occurred_at, business_date, recorded_at, line_count, input_hash)
      select 'money', 'bank_link', link_id::text, booked_on + time '04:00', booked_on, booked_on + time '04:00', 2, 'bench'
      from explained order by booked_on, id returning id, source_id
    ), link as (
      insert into bank_link (id, request_id, made_by, made_at, journal_entry_id)
      select link_id, gen_random_uuid(), ${officer}, booked_on + time '04:00', entry.id
      from explained join entry on entry.source_id = link_id::text
    ), part as (
      insert into bank_link_part (id, bank_link_id, kind, amount_fen)
      select gen_random_uuid(), link_id, case when get_byte(identity, 1) < 5 then 'leftover' when amount_fen > 0 then 'interest' else 'fee' end,
        amount_fen from explained
    ), side as (
      insert into bank_link_line (bank_link_id, bank_line_id, amount_fen) select link_id, id, amount_fen from explained
    )
    insert into posting (entry_id, line_no, account_code, amount_fen)
    select entry.id, line_no, code, amount_fen * sign from explained join entry on entry.source_id = link_id::text
      cross join (values (1, 'bank:main', 1), (2, 'bank:transit', -1)) as booked (line_no, code, sign) order by entry.id, line_no`.execute(
    tx,
  )
  await sql`update bank_line set bank_link_id = side.bank_link_id from bank_link_line side where side.bank_line_id = bank_line.id`.execute(
    tx,
  )
}

/** A paper with nine in ten purchases made elsewhere. */
async function attachPapers(tx: Tx, { officer, now }: Office): Promise<void> {
  await sql`
    insert into evidence_item (id, subject_type, subject_id, kind, document_id, attached_by, attached_at)
    select gen_random_uuid(), 'external_purchase', id::text, 'invoice', (select id from document limit 1), ${officer}, ${now}
    from external_purchase where get_byte(uuid_send(id), 15) < 230`.execute(tx)
}

/** Incidents, most of them explained; requests for invoices and refunds; and a line of the audit log for each order. */
async function deskFacts(tx: Tx, { officer, now }: Office): Promise<void> {
  await sql`
    insert into incident (id, kind, source_id, order_id, opened_at, closed_at, closed_by, resolution)
    select gen_random_uuid(), 'bank_unclaimed', 'bench:' || id, id, placed_at, done, case when done is not null then ${officer}::uuid end,
      case when done is not null then '已查明' end
    from (select id, placed_at, case when place % 5 > 0 then placed_at + interval '1 day' end as done
      from (select *, row_number() over (order by id) as place from "order") o where place % ${ORDERS_AN_INCIDENT}::int = 0) o`.execute(
    tx,
  )
  await sql`
    insert into fapiao (id, request_id, supplier_order_id, order_id, cooperative_id, title_kind, title, state, requested_by, requested_at,
      declined_because)
    select gen_random_uuid(), gen_random_uuid(), part.id, part.order_id, part.cooperative_id, 'person', '个人',
      case when place % 4 = 0 then 'requested' else 'declined' end, coalesce(o.buyer_id, ${officer}::uuid), o.placed_at,
      case when place % 4 > 0 then '资料不全' end
    from (select *, row_number() over (order by id) / ${ORDERS_A_FAPIAO}::int as place, row_number() over (order by id) as n from supplier_order) part
      join "order" o on o.id = part.order_id where n % ${ORDERS_A_FAPIAO}::int = 0`.execute(tx)
  await sql`
    insert into refund_request (id, order_id, order_line_id, asked_by, quantity, reason, note, state, asked_at)
    select gen_random_uuid(), line.order_id, line.id, buyer_id, 1, 'quality', '有坏的', 'asked', placed_at + interval '3 days'
    from (select *, row_number() over (order by id) as place from "order" where buyer_id is not null) o
      join order_line line on line.order_id = o.id and line.line_no = 1
    where place % ${ORDERS_AN_ASKED_REFUND}::int = 0
      and not exists (select from refund_request where order_line_id = line.id and state = 'asked')`.execute(tx)
  await sql`
    insert into audit_event (at, actor_id, verb, object_type, object_id, detail)
    select placed_at, ${officer}, (array['period.prepared', 'incident.closed', 'bank_link.made'])[1 + place % 3], 'bench', id::text, '{}'
    from (select *, row_number() over (order by id) as place from "order" where placed_at < ${now}) o order by placed_at`.execute(
    tx,
  )
}
