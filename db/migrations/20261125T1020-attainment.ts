import { type Kysely, sql } from 'kysely'

/** What opening the yearly figure needs: the lines behind each of its cells, and orders that come back to life. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- An order that had ended unpaid and is paid after all counts as ordered again.
    create function add_revived_stage() returns trigger language plpgsql as $$
    declare
      day date := (new.placed_at at time zone 'Asia/Shanghai')::date;
    begin
      insert into stage_delta (year, month, stage, county_id, channel, fund_type, org_unit_id, amount_fen, line_count)
      select extract(year from day), extract(month from day), 'ordered', county_id, new.channel, new.fund_type,
        coalesce(new.org_unit_id, ''), sum(line_fen), count(*)
      from order_line where order_id = new.id group by county_id;
      return null;
    end $$;
    create trigger order_revived_staged after update of status on "order"
      for each row when (old.status in ('canceled', 'expired') and new.status not in ('canceled', 'expired'))
      execute function add_revived_stage();

    -- serve: the lines behind a cell of the year's pivot, page by page, from each of its accounts, which stage_amount names
    drop index recognized_purchase_by_cell;
    create index recognized_purchase_by_cell on recognized_purchase (year, county_id, channel, fund_type,
      (coalesce(org_unit_id, '')), (case when source_type = 'refund' then 'refunded' else 'accepted' end), business_date, id);
    create index order_by_cell_ordered on "order" (channel, fund_type, (coalesce(org_unit_id, '')), placed_at, id)
      where status not in ('canceled', 'expired');
    create index order_by_cell_paid on "order" (channel, fund_type, (coalesce(org_unit_id, '')), paid_at, id)
      where paid_at is not null;
    -- serves: the order lines of a county that has few
    create index order_line_by_county on order_line (county_id, order_id);
    -- serves: what is paid and not accepted yet
    create index order_in_hand on "order" (id) where status = 'paid';
  `.execute(db)
}
