import { type Kysely, sql } from 'kysely'

/** What a category demands of a listing, proposals with their review, photographs of one product each, invitations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What must be shown before goods of a kind may be listed. Law, and therefore here before the first category is.
    create table category_rule (
      category_id text not null check (category_id ~ '^[a-z-]{2,32}$'),
      goods_kind text not null check (goods_kind ~ '^[a-z-]{2,32}$'),
      name_zh text not null,
      name_en text not null,
      -- Kinds of certificate: each of the first, and one of the second where it is not empty.
      all_of text[] not null default '{}',
      any_of text[] not null default '{}',
      needs_batch_certificate boolean not null,
      must_state_allergens boolean not null,
      -- Always in such goods, whatever the grower ticks.
      sure_allergens text[] not null default '{}',
      required_texts text[] not null default '{}' check (required_texts <@ array['storage', 'shelfLife']),
      return_rule text not null check (return_rule in ('fresh', 'seven_day', 'confirmed_at_order')),
      tax_class text not null check (tax_class in ('exempt', 'nine_percent', 'thirteen_percent', 'small_scale')),
      sort_order int not null,
      primary key (category_id, goods_kind)
    );

    insert into category_rule (category_id, goods_kind, name_zh, name_en, all_of, any_of, needs_batch_certificate,
      must_state_allergens, sure_allergens, required_texts, return_rule, tax_class, sort_order)
    values
      -- MARA order 2025-4, in force since 2026-02-01: fruit, vegetables, eggs with a conformity certificate for each batch.
      ('fruit', 'fresh-fruit', '鲜果', 'Fresh fruit', '{conformity}', '{}', true, false, '{}', '{storage}', 'fresh', 'exempt', 10),
      ('fruit-gift', 'fresh-fruit', '鲜果礼盒', 'Fresh fruit gift', '{conformity}', '{}', true, false, '{}', '{storage}', 'fresh', 'exempt', 20),
      ('vegetable', 'fresh-vegetable', '鲜菜', 'Fresh vegetables', '{conformity}', '{}', true, false, '{}', '{storage}', 'fresh', 'exempt', 30),
      ('meat-eggs', 'eggs', '鲜蛋', 'Eggs', '{conformity}', '{}', true, true, '{egg}', '{storage,shelfLife}', 'fresh', 'exempt', 40),
      -- Animal Epidemic Prevention Law: meat is sold with its quarantine certificate.
      ('meat-eggs', 'meat', '鲜肉、禽肉', 'Meat and poultry', '{animal_quarantine}', '{}', true, false, '{}', '{storage,shelfLife}', 'fresh', 'exempt', 41),
      ('canteen', 'fresh-vegetable', '食堂鲜菜', 'Vegetables for canteens', '{conformity}', '{}', true, false, '{}', '{storage}', 'fresh', 'exempt', 50),
      ('canteen', 'fresh-fruit', '食堂鲜果', 'Fruit for canteens', '{conformity}', '{}', true, false, '{}', '{storage}', 'fresh', 'exempt', 51),
      ('canteen', 'dry-goods', '食堂干货', 'Dry goods for canteens', '{}', '{test_report,food_licence}', false, true, '{}', '{storage,shelfLife}', 'confirmed_at_order', 'exempt', 52),
      -- Outside the list of that order: a test report, or the licence of whoever packed them.
      ('spice', 'dried-spice', '花椒等干调料', 'Dried spices', '{}', '{test_report,food_licence}', false, false, '{}', '{storage,shelfLife}', 'seven_day', 'exempt', 60),
      ('grain-oil', 'grain', '原粮、豆', 'Grain and pulses', '{}', '{test_report,food_licence}', false, true, '{}', '{storage,shelfLife}', 'seven_day', 'exempt', 70),
      ('honey', 'honey', '蜂蜜等蜂产品', 'Honey and bee products', '{}', '{test_report,food_licence}', false, true, '{bee_products}', '{storage,shelfLife}', 'confirmed_at_order', 'exempt', 80),
      ('dried', 'nuts', '坚果', 'Nuts', '{}', '{test_report,food_licence}', false, true, '{nuts}', '{storage,shelfLife}', 'confirmed_at_order', 'exempt', 90),
      ('dried', 'dried-goods', '干果、干菜、菌菇', 'Dried fruit, vegetables and mushrooms', '{}', '{conformity,test_report,food_licence}', false, true, '{}', '{storage,shelfLife}', 'confirmed_at_order', 'exempt', 91),
      -- Food Safety Law, article 35: whoever makes packaged food has a licence, or a small workshop's registration.
      ('spice', 'packaged-food', '预包装调味品', 'Packaged seasoning', '{food_licence}', '{}', false, true, '{}', '{storage,shelfLife}', 'seven_day', 'small_scale', 61),
      ('grain-oil', 'packaged-food', '预包装粮油', 'Packaged grain and oil', '{food_licence}', '{}', false, true, '{}', '{storage,shelfLife}', 'seven_day', 'small_scale', 71),
      ('noodles-bakery', 'packaged-food', '预包装面食', 'Packaged noodles and bread', '{food_licence}', '{}', false, true, '{}', '{storage,shelfLife}', 'seven_day', 'small_scale', 100),
      ('noodles-bakery', 'workshop-food', '小作坊面食', 'Noodles and bread of a small workshop', '{}', '{food_licence,workshop_registration}', false, true, '{}', '{storage,shelfLife}', 'confirmed_at_order', 'small_scale', 101),
      ('snack-drink', 'packaged-food', '预包装零食饮品', 'Packaged snacks and drinks', '{food_licence}', '{}', false, true, '{}', '{storage,shelfLife}', 'seven_day', 'small_scale', 110);

    -- Under which rule the product was published; null for those listed before there were rules.
    alter table product add column goods_kind text;

    -- Two products may show the same photograph: a photograph is named by its content.
    alter table product_photo drop constraint product_photo_storage_key_key;
    alter table product_photo add constraint product_photo_once unique (product_id, storage_key);

    -- A listing somebody proposes: of a new product, or the whole of a published one as it should be.
    create table listing_change (
      id uuid primary key,
      -- Null until a new product is published.
      product_id uuid references product,
      cooperative_id uuid not null references cooperative,
      -- Whoever last worked on it.
      proposer_id uuid not null references person,
      state text not null check (state in ('draft', 'submitted', 'published', 'sent_back', 'withdrawn')),
      -- Counts every change of body or state: a decision names the one it was made on.
      revision int not null default 1 check (revision > 0),
      body jsonb not null check (jsonb_typeof(body) = 'object'),
      -- The published listing it was made from, as it was then; both null for a new product.
      base_version_id uuid references product_version,
      base_body jsonb check (jsonb_typeof(base_body) = 'object'),
      -- For the reviewer, never published: how much there will be.
      stock_note text not null default '' check (length(stock_note) <= 200),
      reviewer_id uuid references person check (reviewer_id <> proposer_id),
      reason text check (length(reason) between 1 and 500),
      created_at timestamptz not null,
      updated_at timestamptz not null,
      submitted_at timestamptz,
      decided_at timestamptz,
      check ((base_version_id is null) = (base_body is null)),
      check (state not in ('submitted', 'published', 'sent_back') or submitted_at is not null),
      check ((state in ('published', 'sent_back')) = (reviewer_id is not null)),
      check ((reviewer_id is null) = (decided_at is null)),
      check ((state = 'sent_back') = (reason is not null)),
      check (state <> 'published' or product_id is not null)
    );
    -- A published product has one open proposal at the most.
    create unique index listing_change_open on listing_change (product_id)
      where product_id is not null and state in ('draft', 'submitted', 'sent_back');
    -- serves: a cooperative lists its proposals, the last touched first
    create index listing_change_by_cooperative on listing_change (cooperative_id, updated_at desc);
    -- serves: the reviewer's queue, the longest waiting first
    create index listing_change_waiting on listing_change (submitted_at, id) where state = 'submitted';

    -- A role offered to somebody. The link that accepts it is known to nobody but its reader.
    create table invitation (
      id uuid primary key,
      token_hash bytea not null unique check (length(token_hash) = 32),
      role text not null check (role in
        ('cooperative_manager', 'pickup_clerk', 'finance_officer', 'finance_approver', 'administrator')),
      cooperative_id uuid references cooperative,
      -- Who has an account already accepts signed in; a new person gives a password.
      person_id uuid references person,
      name text check (length(name) between 1 and 60),
      phone text check (phone ~ '^1[3-9][0-9]{9}$'),
      invited_by uuid not null references person,
      created_at timestamptz not null,
      expires_at timestamptz not null check (expires_at > created_at),
      revoked_at timestamptz,
      accepted_at timestamptz,
      accepted_by uuid references person,
      check ((role = 'cooperative_manager') = (cooperative_id is not null)),
      check ((person_id is null) = (name is not null) and (person_id is null) = (phone is not null)),
      check ((accepted_at is null) = (accepted_by is null)),
      check (accepted_at is null or revoked_at is null)
    );
    -- serves: the open invitations on the people page, the newest first
    create index invitation_open on invitation (created_at desc) where accepted_at is null and revoked_at is null;
    -- serves: the people of a cooperative
    create index role_grant_by_cooperative on role_grant (cooperative_id) where revoked_at is null;
    -- serves: the people page, by name
    create index person_by_name on person (name, id);
  `.execute(db)
}
