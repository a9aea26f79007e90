import { type Kysely, sql } from 'kysely'

/** Products with immutable versions, SKUs, certificates, search; stock as levels, movements and reservations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create extension if not exists pg_trgm;

    create table category (
      id text primary key check (id ~ '^[a-z-]{2,32}$'),
      name_zh text not null,
      name_en text not null,
      picture_kind text not null,
      sort_order int not null
    );

    create table product (
      id uuid primary key,
      slug text not null unique check (slug ~ '^[a-z0-9-]{2,80}$'),
      cooperative_id uuid not null references cooperative,
      county_id text not null references partner_county,
      category_id text not null references category,
      state text not null check (state in ('draft', 'published', 'withdrawn')),
      published_version_id uuid,
      picture_kind text not null,
      created_at timestamptz not null,
      check (state <> 'published' or published_version_id is not null)
    );
    create index product_by_cooperative on product (cooperative_id, id);

    -- What was said about a product at one time. An old order keeps its version.
    create table product_version (
      id uuid primary key,
      product_id uuid not null references product,
      number int not null check (number > 0),
      name_zh text not null,
      name_en text not null,
      summary_zh text not null,
      summary_en text not null,
      township_zh text not null,
      township_en text not null,
      village_zh text not null,
      village_en text not null,
      storage_zh text not null,
      storage_en text not null,
      shelf_life_zh text not null,
      shelf_life_en text not null,
      season_zh text not null,
      season_en text not null,
      season_months int[] not null check (season_months <@ array[1,2,3,4,5,6,7,8,9,10,11,12]),
      allergens text[] not null default '{}',
      return_rule text not null check (return_rule in ('fresh', 'seven_day', 'confirmed_at_order')),
      tax_class text not null check (tax_class in ('exempt', 'nine_percent', 'thirteen_percent', 'small_scale')),
      published_at timestamptz not null,
      unique (product_id, number)
    );
    alter table product add foreign key (published_version_id) references product_version;
    create trigger product_version_append_only before update or delete on product_version
      for each row execute function refuse_change();

    create table sku (
      id uuid primary key,
      product_id uuid not null references product,
      code text not null unique,
      spec_zh text not null,
      spec_en text not null,
      net_weight_grams int check (net_weight_grams > 0),
      net_volume_ml int check (net_volume_ml > 0),
      price_fen bigint not null check (price_fen between 1 and 100000000),
      max_per_order int not null default 99 check (max_per_order between 1 and 999),
      on_sale boolean not null default true,
      sort_order int not null default 0,
      check (net_weight_grams is not null or net_volume_ml is not null)
    );
    create index sku_by_product on sku (product_id, sort_order);

    create table certificate (
      id uuid primary key,
      product_id uuid not null references product,
      kind text not null check (kind in
        ('conformity', 'test_report', 'food_licence', 'animal_quarantine', 'geographical_indication', 'workshop_registration')),
      number text not null,
      issuer_zh text not null,
      issuer_en text not null,
      issued_on date not null,
      expires_on date check (expires_on >= issued_on)
    );
    create index certificate_by_product on certificate (product_id);

    create table product_photo (
      id uuid primary key,
      product_id uuid not null references product,
      sort_order int not null,
      storage_key text not null unique,
      width int not null check (width > 0),
      height int not null check (height > 0),
      alt_zh text not null,
      alt_en text not null
    );
    create index product_photo_by_product on product_photo (product_id, sort_order);

    -- The row a list shows, one per published product; written by the catalog module whenever one of its sources changes.
    create table product_card (
      product_id uuid primary key references product,
      slug text not null,
      sku_id uuid not null references sku,
      name_zh text not null,
      name_en text not null,
      spec_zh text not null,
      spec_en text not null,
      county_id text not null,
      category_id text not null,
      cooperative_id uuid not null,
      price_fen bigint not null,
      jin_price_fen bigint,
      sku_count int not null,
      season_months int[] not null,
      certificate_kinds text[] not null,
      picture_kind text not null,
      photo_key text,
      name_pinyin text not null,
      published_at timestamptz not null,
      terms text[] not null,
      pinyin text not null
    );
    -- serve: the list by newest, by price, by name, each with an optional county or category
    -- (the first carries every condition of a list, so that counting and filtering read no card)
    create index product_card_newest on product_card (published_at desc, product_id)
      include (county_id, category_id, cooperative_id, price_fen, certificate_kinds, season_months);
    create index product_card_price on product_card (price_fen, product_id);
    create index product_card_name on product_card (name_pinyin, product_id);
    create index product_card_county on product_card (county_id, published_at desc, product_id);
    create index product_card_category on product_card (category_id, published_at desc, product_id);
    create index product_card_cooperative on product_card (cooperative_id, published_at desc, product_id);
    -- serve: search by terms, and misspelt latin by trigrams of the pinyin
    create index product_card_terms on product_card using gin (terms);
    create index product_card_pinyin on product_card using gin (pinyin gin_trgm_ops);

    create table batch (
      id uuid primary key,
      sku_id uuid not null references sku,
      lot_code text not null unique,
      harvested_on date not null,
      best_before_on date not null check (best_before_on > harvested_on),
      quantity int not null check (quantity > 0),
      created_at timestamptz not null
    );
    create index batch_by_sku on batch (sku_id, harvested_on desc);

    -- on_hand: on our shelves. reserved: held by unpaid orders. allocated: paid, not yet handed over.
    create table stock_level (
      sku_id uuid primary key references sku,
      on_hand int not null default 0 check (on_hand >= 0),
      reserved int not null default 0 check (reserved >= 0),
      allocated int not null default 0 check (allocated >= 0),
      oversell_limit int not null default 0 check (oversell_limit >= 0),
      constraint stock_level_never_oversold check (reserved + allocated <= on_hand + oversell_limit)
    );

    create table stock_movement (
      id bigint generated always as identity primary key,
      sku_id uuid not null references sku,
      kind text not null check (kind in
        ('received', 'reserved', 'released', 'allocated', 'deallocated', 'handed_over', 'returned', 'adjusted')),
      delta_on_hand int not null default 0,
      delta_reserved int not null default 0,
      delta_allocated int not null default 0,
      cause_type text not null,
      cause_id text not null,
      actor_id uuid,
      at timestamptz not null,
      unique (cause_type, cause_id, sku_id, kind),
      check (delta_on_hand <> 0 or delta_reserved <> 0 or delta_allocated <> 0)
    );
    create index stock_movement_by_sku on stock_movement (sku_id, id);
    create trigger stock_movement_append_only before update or delete on stock_movement
      for each row execute function refuse_change();
    create trigger stock_movement_no_truncate before truncate on stock_movement
      for each statement execute function refuse_change();

    create table stock_reservation (
      order_id uuid not null,
      sku_id uuid not null references sku,
      quantity int not null check (quantity > 0),
      state text not null check (state in ('held', 'allocated', 'released', 'handed_over')),
      ends_at timestamptz not null,
      primary key (order_id, sku_id)
    );
    create index stock_reservation_held on stock_reservation (ends_at) where state = 'held';

    -- Anything a shopper could see changed: every process forgets its rendered pages.
    create function notify_catalog_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('catalog_changed', tg_table_name);
      return null;
    end $$;
    create trigger product_changed after insert or update or delete on product
      for each statement execute function notify_catalog_changed();
    create trigger sku_changed after insert or update or delete on sku
      for each statement execute function notify_catalog_changed();
    create trigger certificate_changed after insert or update or delete on certificate
      for each statement execute function notify_catalog_changed();
    create trigger product_photo_changed after insert or update or delete on product_photo
      for each statement execute function notify_catalog_changed();
    create trigger product_card_changed after insert or update or delete on product_card
      for each statement execute function notify_catalog_changed();
    create trigger cooperative_changed after insert or update or delete on cooperative
      for each statement execute function notify_catalog_changed();
    create trigger partner_county_changed after insert or update or delete on partner_county
      for each statement execute function notify_catalog_changed();

    -- Stock is told only when what is shown changes: the page says how many are left under ten, and when none is.
    create function shown_stock(level stock_level) returns int language sql immutable as $$
      select least(level.on_hand + level.oversell_limit - level.reserved - level.allocated, 10)
    $$;
    create function notify_stock_changed() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' or shown_stock(old) <> shown_stock(new) then
        perform pg_notify('catalog_changed', 'stock_level');
      end if;
      return null;
    end $$;
    create trigger stock_level_changed after insert or update on stock_level
      for each row execute function notify_stock_changed();
  `.execute(db)
}
