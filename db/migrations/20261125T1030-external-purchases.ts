import { type Kysely, sql } from 'kysely'

/** What was bought outside the shop, line by line: with its days, its history, and the own order it may be the same as. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table external_purchase (
      id uuid primary key,
      channel text not null check (channel in ('platform_832', 'agreement', 'counter', 'other')),
      -- What the other side calls the order, and which of its lines this is.
      external_no text not null check (length(external_no) between 1 and 80),
      line_no int not null check (line_no between 1 and 9999),
      revision int not null check (revision > 0),
      county_id text not null references partner_county,
      cooperative_id uuid references cooperative,
      supplier_name text not null default '' check (length(supplier_name) <= 120),
      supplier_credit_code text not null default '' check (length(supplier_credit_code) <= 40),
      product text not null default '' check (length(product) <= 200),
      category text not null default '' check (length(category) <= 60),
      -- The shop's own kind of goods, when the category is one: some rules count certain kinds only.
      category_id text references category,
      spec text not null default '' check (length(spec) <= 120),
      quantity text not null default '' check (length(quantity) <= 40),
      unit text not null default '' check (length(unit) <= 20),
      amount_fen bigint not null check (amount_fen > 0),
      refund_fen bigint not null default 0,
      fund_type text not null check (fund_type in ('staff', 'student', 'assisted_sale', 'canteen', 'union', 'department')),
      org_unit_id text references org_unit,
      agreement_no text not null default '' check (length(agreement_no) <= 80),
      agreement_id uuid references purchase_agreement,
      ordered_on date not null,
      accepted_on date,
      paid_on date,
      reviewed_on date,
      invoice_no text not null default '' check (length(invoice_no) <= 80),
      payment_ref text not null default '' check (length(payment_ref) <= 80),
      -- The campus event it was sold at.
      event text not null default '' check (length(event) <= 80),
      note text not null default '' check (length(note) <= 300),
      state text not null check (state in ('pending', 'accepted', 'paid', 'reviewed', 'reversed')),
      -- Under which source it stands in the books, counted or written down as not counting; null when it is in neither.
      counted_source_id text unique,
      -- The order of the shop that is the same purchase.
      linked_order_id uuid references "order",
      -- The row of the file it came with last; null when no file brought it.
      sheet_row_id uuid references sheet_row,
      recorded_by uuid references person,
      recorded_at timestamptz not null,
      changed_at timestamptz not null,
      check (refund_fen between 0 and amount_fen),
      check (agreement_id is null or channel = 'agreement'),
      check (state <> 'reversed' or (counted_source_id is null and linked_order_id is null)),
      check (linked_order_id is null or (channel = 'platform_832' and counted_source_id is not null)),
      check (counted_source_id is null or (accepted_on is not null and paid_on is not null))
    );
    -- One line of the other side's order stands once.
    create unique index external_purchase_live on external_purchase (channel, external_no, line_no) where state <> 'reversed';
    -- serve: the list, newest first; the same number under any channel; near-duplicates; a file's rows; an order's
    create index external_purchase_newest on external_purchase (ordered_on desc, id desc);
    create index external_purchase_by_number on external_purchase (external_no);
    create index external_purchase_near on external_purchase (county_id, amount_fen, ordered_on) where state <> 'reversed';
    create index external_purchase_by_row on external_purchase (sheet_row_id) where sheet_row_id is not null;
    create index external_purchase_by_order on external_purchase (linked_order_id) where linked_order_id is not null;
    create trigger external_purchase_kept before delete on external_purchase for each row execute function refuse_change();

    -- Each state a purchase was in, as somebody wrote it down.
    create table external_purchase_revision (
      purchase_id uuid not null references external_purchase,
      revision int not null check (revision > 0),
      channel text not null,
      external_no text not null,
      line_no int not null,
      -- All facts of the revision.
      facts jsonb not null,
      is_reversed boolean not null,
      -- Why it was changed; empty for the first.
      reason text not null default '' check (length(reason) <= 300),
      sheet_row_id uuid references sheet_row,
      -- The form that was sent; the same once more changes nothing.
      request_id uuid unique,
      recorded_by uuid references person,
      recorded_at timestamptz not null,
      primary key (purchase_id, revision),
      -- The number of a revision is part of the source in the books, which is used once.
      unique (channel, external_no, line_no, revision)
    );
    create trigger external_purchase_revision_append_only before update or delete on external_purchase_revision
      for each row execute function refuse_change();

    -- That an order of the 832 platform and an order of the shop are the same purchase, so that it counts once.
    create table external_link (
      id uuid primary key,
      external_no text not null,
      order_id uuid not null references "order",
      -- What counts through the platform and no longer through the shop.
      amount_fen bigint not null check (amount_fen > 0),
      linked_by uuid not null references person,
      linked_at timestamptz not null,
      unlinked_by uuid references person,
      unlinked_at timestamptz,
      unlink_reason text check (length(unlink_reason) between 1 and 300),
      check (num_nonnulls(unlinked_by, unlinked_at, unlink_reason) in (0, 3))
    );
    create unique index external_link_order on external_link (order_id) where unlinked_at is null;
    create unique index external_link_number on external_link (external_no) where unlinked_at is null;
    create trigger external_link_kept before delete on external_link for each row execute function refuse_change();
    -- serves: orders of the shop that may be the same as a purchase made elsewhere
    create index order_near on "order" (total_fen, placed_at);

    -- What was counted before purchases were kept line by line: all that is known of it.
    insert into external_purchase (id, channel, external_no, line_no, revision, county_id, cooperative_id, amount_fen, fund_type,
        org_unit_id, agreement_id, ordered_on, accepted_on, paid_on, state, counted_source_id, recorded_at, changed_at)
      select id, channel, substr(source_id, strpos(source_id, ':') + 1), 1, 1, county_id, cooperative_id, amount_fen, fund_type,
        org_unit_id, agreement_id, business_date, business_date, business_date, 'paid', source_id, recorded_at, recorded_at
      from recognized_purchase where source_type = 'external';
    insert into external_purchase_revision (purchase_id, revision, channel, external_no, line_no, facts, is_reversed, recorded_at)
      select id, 1, channel, external_no, 1, jsonb_build_object('channel', channel, 'externalNo', external_no, 'lineNo', 1,
        'countyId', county_id, 'cooperativeId', cooperative_id, 'supplierName', '', 'supplierCreditCode', '', 'product', '',
        'category', '', 'spec', '', 'quantity', '', 'unit', '', 'amount', amount_fen, 'refund', 0, 'fundType', fund_type,
        'orgUnitId', org_unit_id, 'agreementNo', '', 'orderedOn', ordered_on, 'acceptedOn', accepted_on, 'paidOn', paid_on,
        'reviewedOn', null, 'invoiceNo', '', 'paymentRef', '', 'event', '', 'note', ''), false, recorded_at
      from external_purchase;
    insert into stage_delta (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
      select extract(year from ordered_on), extract(month from ordered_on), stage, county_id, channel, fund_type,
        coalesce(org_unit_id, ''), sum(amount_fen), count(*)
      from external_purchase cross join (values ('ordered'), ('paid')) as step (stage) group by 1, 2, 3, 4, 5, 6, 7;
  `.execute(db)
}
