import { type Kysely, sql } from 'kysely'

/** More of what finance asks about every day, kept when it changes instead of counted when it is asked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Books of years are gone through once.
    set local statement_timeout = 0;
    -- Refunds that were decided and of which not everything has been sent, or came back.
    create table owed_refund (
      refund_decision_id uuid primary key references refund_decision
    );
    create function note_owed_refund(asked uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      if exists (select from refund_decision where id = asked and state = 'approved' and amount_fen > coalesce(
          (select sum(amount_fen) from refund where refund_decision_id = asked and state <> 'failed'), 0)) then
        insert into owed_refund (refund_decision_id) values (asked) on conflict do nothing;
      else
        delete from owed_refund where refund_decision_id = asked;
      end if;
    end $$;
    create function note_decision_owed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform note_owed_refund(new.id);
      return null;
    end $$;
    create trigger refund_decision_owed after insert or update on refund_decision
      for each row execute function note_decision_owed();
    create function note_refund_sent() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      perform note_owed_refund(new.refund_decision_id);
      return null;
    end $$;
    create trigger refund_sent_of_decision after insert or update on refund
      for each row when (new.refund_decision_id is not null) execute function note_refund_sent();
    insert into owed_refund select id from refund_decision decision where state = 'approved' and amount_fen > coalesce(
      (select sum(amount_fen) from refund where refund_decision_id = decision.id and state <> 'failed'), 0);

    -- The bank's lines by day: what they come to without going through them.
    create table bank_day (
      day date primary key,
      amount_fen bigint not null,
      line_count int not null
    );
    create function sum_bank_lines() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into bank_day (day, amount_fen, line_count) select booked_on, sum(amount_fen), count(*) from fresh group by 1 order by 1
      on conflict (day) do update set amount_fen = bank_day.amount_fen + excluded.amount_fen,
        line_count = bank_day.line_count + excluded.line_count;
      return null;
    end $$;
    create trigger bank_line_summed after insert on bank_line referencing new table as fresh
      for each statement execute function sum_bank_lines();
    insert into bank_day select booked_on, sum(amount_fen), count(*) from bank_line group by 1;
    drop index bank_line_open;
    create index bank_line_open on bank_line (booked_on, id) include (amount_fen) where bank_link_id is null;

    -- What of a purchase the bank's lines have settled (out of the account negative), and what still waits for one.
    alter table external_purchase add column settled_fen bigint not null default 0;
    update external_purchase set settled_fen = part.amount from (
      select ref_id::uuid as id, sum(amount_fen) as amount from bank_link_part join bank_link on bank_link.id = bank_link_id
      where kind = 'purchase' and undone_at is null group by 1) part where part.id = external_purchase.id;
    -- What people pay themselves never shows at the bank of the college.
    alter table external_purchase add column bank_open_fen bigint not null generated always as (
      case when state = 'reversed' or linked_order_id is not null or fund_type not in ('canteen', 'union', 'department') then 0
        else refund_fen - amount_fen end - settled_fen) stored;
    -- serves: purchases that wait for the bank, nearest to a day
    create index external_purchase_bank_open on external_purchase ((coalesce(paid_on, accepted_on, ordered_on)), id)
      where bank_open_fen <> 0;
    create function note_purchase_settled() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update external_purchase set settled_fen = settled_fen + new.amount_fen where id = uuid_of(new.ref_id);
      return null;
    end $$;
    create trigger bank_link_part_settles after insert on bank_link_part
      for each row when (new.kind = 'purchase') execute function note_purchase_settled();
    create function note_purchase_unsettled() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      update external_purchase set settled_fen = settled_fen - part.amount_fen from bank_link_part part
        where part.bank_link_id = new.id and part.kind = 'purchase' and external_purchase.id = uuid_of(part.ref_id);
      return null;
    end $$;
    create trigger bank_link_undone after update of undone_at on bank_link
      for each row when (old.undone_at is null and new.undone_at is not null) execute function note_purchase_unsettled();

    -- serve: the audit log by verb, object or person, the newest of some days first
    drop index audit_event_by_object, audit_event_by_actor, audit_event_by_day, audit_event_by_verb;
    create index audit_event_by_object on audit_event (object_type, object_id, at, id);
    create index audit_event_by_actor on audit_event (actor_id, at, id);
    create index audit_event_by_day on audit_event (at, id);
    create index audit_event_by_verb on audit_event (verb, at, id);

    -- serves: whether goods of a kind had a certificate when they were ordered
    create index batch_certified on batch (sku_id, created_at) where certificate_number is not null;
  `.execute(db)
}
