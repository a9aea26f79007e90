import { type Kysely, sql } from 'kysely'

/**
 * Counting rules as dated data, targets by basis, purchases that no rule counts, and purchase agreements.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Takes a book's head to the end of the transaction and gives the place of its last line: no entry comes between.
    create function book_position(of_book text) returns bigint language plpgsql
      security definer set search_path = public, pg_temp as $$
    declare
      last_seq bigint;
    begin
      select seq into strict last_seq from ledger_head where book = of_book for update;
      return last_seq;
    end $$;

    -- What counts, from a day on: the latest valid_from that has come is in force. Superseded by a later one, never edited.
    create table counting_rule (
      id uuid primary key,
      valid_from date not null unique,
      document_no text not null unique check (length(document_no) between 1 and 60),
      title text not null check (length(title) between 1 and 120),
      -- The regulation as a file; only the rule a database starts with has none.
      document_id uuid references document,
      -- Share of a year's canteen food purchases to be made through the 832 platform: 1000 is 10 %.
      reserved_share_bp int not null check (reserved_share_bp between 0 and 10000),
      -- Yuan a head and year that the union spends, at least and at most.
      per_head_min_fen bigint check (per_head_min_fen > 0),
      per_head_cap_fen bigint check (per_head_cap_fen > 0),
      -- Channels of the measure "832 only".
      measure_832_channels text[] not null check (measure_832_channels <@
        array['own_shop', 'counter', 'platform_832', 'agreement', 'other']),
      notes text not null default '' check (length(notes) <= 1000),
      -- The last line of book assistance when the rule was recorded: what was booked before keeps the rule it was booked by.
      after_seq bigint not null,
      recorded_by uuid references person,
      recorded_at timestamptz not null,
      check (per_head_min_fen is null or per_head_cap_fen is null or per_head_min_fen <= per_head_cap_fen),
      check ((recorded_by is null) = (document_id is null))
    );
    -- Counties whose goods a rule counts; none named means all.
    create table counting_rule_county (
      rule_id uuid not null references counting_rule,
      county_id text not null references partner_county,
      -- Whether the rule has the county on the list of the 832.
      on_832_list boolean not null,
      primary key (rule_id, county_id)
    );
    -- Kinds of goods a rule counts; none named means all.
    create table counting_rule_category (
      rule_id uuid not null references counting_rule,
      category_id text not null references category,
      primary key (rule_id, category_id)
    );
    create trigger counting_rule_append_only before update or delete on counting_rule
      for each row execute function refuse_change();
    create trigger counting_rule_county_append_only before update or delete on counting_rule_county
      for each row execute function refuse_change();
    create trigger counting_rule_category_append_only before update or delete on counting_rule_category
      for each row execute function refuse_change();
    insert into counting_rule (id, valid_from, document_no, title, reserved_share_bp, measure_832_channels, notes, after_seq, recorded_at)
      values ('00000000-0000-7000-8000-000000000832', '2020-01-01', '财库〔2021〕19号', '政府采购脱贫地区农副产品预留份额', 1000,
        array['platform_832'], '系统启用时的口径：全部结对县、全部类别计入；食堂食材采购预留不低于 10%，以 832 平台订单为准。', 0, '2020-01-01');

    -- The rule in force on a day, with what it counts. Takes the head of book assistance: no rule and no entry comes
    -- between the answer and the entry that follows it.
    create function take_counting_rule(on_day date) returns table (rule_id uuid, book_seq bigint, counties text[], categories text[])
      language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      book_seq := book_position('assistance');
      select id into rule_id from counting_rule where valid_from <= on_day order by valid_from desc limit 1;
      if rule_id is null then
        select id into strict rule_id from counting_rule order by valid_from limit 1;
      end if;
      counties := array(select county_id from counting_rule_county where counting_rule_county.rule_id = take_counting_rule.rule_id);
      categories := array(select category_id from counting_rule_category where counting_rule_category.rule_id = take_counting_rule.rule_id);
      return next;
    end $$;

    -- 购销协议: what the college, or a unit of it, has committed itself to buy, from whom, at what price and until when.
    create table purchase_agreement (
      id uuid primary key,
      agreement_no text not null unique check (length(agreement_no) between 1 and 60),
      title text not null check (length(title) between 1 and 120),
      starts_on date not null,
      ends_on date not null,
      signed_on date not null,
      -- The buying side; nobody's unit means the college itself.
      org_unit_id text references org_unit,
      -- The selling side: a cooperative of the shop, or somebody else by name.
      cooperative_id uuid references cooperative,
      supplier_name text not null check (length(supplier_name) between 1 and 120),
      supplier_credit_code text not null check (length(supplier_credit_code) between 1 and 40),
      county_id text not null references partner_county,
      fund_type text not null check (fund_type in ('staff', 'student', 'assisted_sale', 'canteen', 'union', 'department')),
      committed_fen bigint not null check (committed_fen > 0),
      price_rule text not null check (length(price_rule) between 1 and 1000),
      payment_term_days int not null check (payment_term_days between 1 and 60),
      recorded_by uuid not null references person,
      recorded_at timestamptz not null,
      terminated_on date,
      termination_reason text check (length(termination_reason) between 1 and 300),
      terminated_by uuid references person,
      terminated_at timestamptz,
      check (ends_on >= starts_on),
      check (num_nonnulls(terminated_on, termination_reason, terminated_by, terminated_at) in (0, 4))
    );
    -- serves: agreements by the end of their term
    create index purchase_agreement_by_end on purchase_agreement (ends_on, id);
    -- Signed is signed: the only thing that happens to an agreement afterwards is its end, once.
    create function keep_agreement() returns trigger language plpgsql as $$
    begin
      if old.terminated_at is not null or (to_jsonb(new) - 'terminated_on' - 'termination_reason' - 'terminated_by' - 'terminated_at')
          <> (to_jsonb(old) - 'terminated_on' - 'termination_reason' - 'terminated_by' - 'terminated_at') then
        raise exception 'agreement % is not changed', old.agreement_no using errcode = '23514', constraint = 'purchase_agreement_kept';
      end if;
      return new;
    end $$;
    create trigger purchase_agreement_kept before update on purchase_agreement for each row execute function keep_agreement();
    create trigger purchase_agreement_not_deleted before delete on purchase_agreement
      for each row execute function refuse_change();

    -- Which rule let a purchase count, and which agreement it was made under. What was counted before rules were data,
    -- was counted by the rule the database starts with.
    alter table recognized_purchase
      add column counting_rule_id uuid not null default '00000000-0000-7000-8000-000000000832' references counting_rule,
      add column agreement_id uuid references purchase_agreement;
    alter table recognized_purchase alter column counting_rule_id drop default;
    -- serve: what was bought under an agreement; how much a rule has counted
    create index recognized_purchase_by_agreement on recognized_purchase (agreement_id, business_date) where agreement_id is not null;
    create index recognized_purchase_by_rule on recognized_purchase (counting_rule_id) include (amount_fen);

    -- Accepted, and not counted by the rule in force: beside the figures, so that they still add up.
    create table uncounted_purchase (
      id uuid primary key,
      source_type text not null check (source_type in ('acceptance', 'refund', 'external')),
      source_id text not null,
      order_line_id uuid references order_line,
      amount_fen bigint not null check (amount_fen <> 0),
      year int not null,
      business_date date not null,
      -- The day of the purchase, by which the rule was chosen.
      happened_on date not null,
      county_id text not null references partner_county,
      cooperative_id uuid references cooperative,
      product_id uuid references product,
      category_id text references category,
      channel text not null check (channel in ('own_shop', 'counter', 'platform_832', 'agreement', 'other')),
      fund_type text not null check (fund_type in ('staff', 'student', 'assisted_sale', 'canteen', 'union', 'department')),
      org_unit_id text references org_unit,
      agreement_id uuid references purchase_agreement,
      counting_rule_id uuid not null references counting_rule,
      reason text not null check (reason in ('county', 'category', 'category_unknown')),
      -- The last line of book assistance when it was decided.
      book_seq bigint not null,
      recorded_at timestamptz not null,
      unique (source_type, source_id),
      check (extract(year from business_date) = year)
    );
    create index uncounted_purchase_by_line on uncounted_purchase (order_line_id) include (amount_fen);
    create index uncounted_purchase_by_day on uncounted_purchase (year, business_date);
    create index uncounted_purchase_by_agreement on uncounted_purchase (agreement_id) where agreement_id is not null;
    create trigger uncounted_purchase_append_only before update or delete on uncounted_purchase
      for each row execute function refuse_change();

    -- What a target rests on: the rule it was taken from, the decision as a file, and how each amount was computed.
    alter table target_decision
      add column counting_rule_id uuid references counting_rule,
      add column document_id uuid references document;
    alter table assistance_target
      add column basis text not null default 'amount' check (basis in ('amount', 'budget_share', 'per_head', 'last_year')),
      add column budget_fen bigint check (budget_fen > 0),
      add column share_bp int check (share_bp between 1 and 10000),
      add column heads int check (heads > 0),
      add column per_head_fen bigint check (per_head_fen > 0),
      add column last_year_fen bigint check (last_year_fen > 0),
      add constraint assistance_target_basis check (case basis
        when 'amount' then num_nonnulls(budget_fen, share_bp, heads, per_head_fen, last_year_fen) = 0
        when 'budget_share' then num_nonnulls(budget_fen, share_bp) = 2 and num_nonnulls(heads, per_head_fen, last_year_fen) = 0
          and amount_fen = ceil(budget_fen::numeric * share_bp / 10000)
        when 'per_head' then num_nonnulls(heads, per_head_fen) = 2 and num_nonnulls(budget_fen, share_bp, last_year_fen) = 0
          and amount_fen = heads::numeric * per_head_fen
        when 'last_year' then last_year_fen = amount_fen and num_nonnulls(budget_fen, share_bp, heads, per_head_fen) = 0
        end);
    alter table assistance_target alter column basis drop default;
  `.execute(db)
}
