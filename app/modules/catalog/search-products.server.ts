import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '#app/platform/db.server.ts'
import { type CardRow, cardColumns, readCard } from './internal/card-rows.server.ts'
import { pinyinOf, stretchesOf } from './internal/pinyin.server.ts'
import type { Bilingual } from './product-draft.ts'
import type { ProductCard, SearchOutcome } from './product-views.ts'
import { foldQuery, nameTerm, type QueryTerms, queryTerms, soundTerm } from './search-terms.ts'
import { closestNames, type NameCandidate } from './suggestions.ts'

const MAX_SUGGESTIONS = 5
/** Shorter words are similar to too much. */
const SHORTEST_SIMILAR = 3
/** From here on a word counts as misspelt: 'huajao' has 0.57 of 'huajiao', 'appel' 0.5 of 'apple'. */
const SIMILARITY = '0.45'

/**
 * Products that hold everything asked for, by name first. When there are none:
 * products that sound or look like it, and words to try instead. An exact answer
 * is one statement; a query without letters, digits or Han characters is none.
 */
export async function searchProducts(db: Db, query: string, limit: number): Promise<SearchOutcome> {
  const asked = queryTerms(query)
  if (!asked.phrase) return { kind: 'none', cards: [], suggestions: [] }
  const exact = await selectExact(db, asked, limit)
  if (exact.length > 0) return { kind: 'exact', cards: exact, suggestions: [] }
  const [near, names] = await Promise.all([selectNear(db, asked, limit), listNames(db)])
  return {
    kind: near.length > 0 ? 'near' : 'none',
    cards: near,
    suggestions: suggest(foldQuery(query), near, names),
  }
}

async function selectExact(db: Db, asked: QueryTerms, limit: number): Promise<ProductCard[]> {
  const ways = asked.readings.map((reading) => [...asked.words, ...reading])
  const inName = holdsOne(ways.map((way) => way.map(nameTerm)))
  const { rows } = await sql<CardRow>`
    select ${cardColumns}
    from (
      select *, case when ${holdsOne([(asked.phrase ?? []).map(nameTerm)])} then 0 when ${inName} then 1 else 2 end as place
      from product_card where ${holdsOne(ways)}
      order by place, name_pinyin, product_id limit ${limit}
    ) card
    order by place, name_pinyin, product_id
  `.execute(db)
  return rows.map(readCard)
}

/** Condition on a row of product_card: it holds all terms of at least one of `ways`. */
function holdsOne(ways: readonly string[][]): RawBuilder<SqlBool> {
  const conditions = ways.map((way) => sql<SqlBool>`terms @> ${way}::text[]`)
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`
}

/**
 * Every latin word is there, or one that sounds or looks like it, and Han
 * characters are read the same; the most similar first. The threshold of the
 * operator is a setting of the session: it is set for this statement alone, and
 * the words are tied to it, so that it is set before the index is asked.
 */
async function selectNear(db: Db, { words, readings }: QueryTerms, limit: number): Promise<ProductCard[]> {
  const alike = words.map((word) => {
    const isThere = sql<SqlBool>`terms && ${[word, soundTerm(word) ?? word]}::text[]`
    return word.length < SHORTEST_SIMILAR
      ? isThere
      : sql<SqlBool>`(${isThere} or (${word} || setting.nothing) <% pinyin)`
  })
  const conditions = [holdsOne(readings.map((reading) => reading.map(soundOfHan))), ...alike]
  const similarity = sql.join(
    words.map((word) => sql`word_similarity(${word}, pinyin)`),
    sql` + `,
  )
  const order = words.length > 0 ? sql`${similarity} desc, name_pinyin, product_id` : sql`name_pinyin, product_id`
  const { rows } = await sql<CardRow>`
    with setting as materialized (
      select left(set_config('pg_trgm.word_similarity_threshold', ${SIMILARITY}, true), 0) as nothing
    )
    select ${cardColumns}
    from setting cross join lateral (
      select * from product_card where ${sql.join(conditions, sql` and `)} order by ${order} limit ${limit}
    ) card
    order by ${order}
  `.execute(db)
  return rows.map(readCard)
}

function soundOfHan(term: string): string {
  return pinyinOf(term).replaceAll(' ', '')
}

/** Categories and counties in which there is something, in the college's order. */
async function listNames(db: Db): Promise<Bilingual[]> {
  const { rows } = await sql<{ name_zh: string; name_en: string }>`
    (select name_zh, name_en from category
      where exists (select from product_card where category_id = category.id) order by sort_order, id)
    union all
    (select name_zh, name_en from partner_county
      where exists (select from product_card where county_id = partner_county.id) order by sort_order, id)
  `.execute(db)
  return rows.map((row) => ({ zh: row.name_zh, en: row.name_en }))
}

/** Categories and counties that could be meant, then the nearest products; when nothing is near, what there is. */
function suggest(query: string, near: readonly ProductCard[], names: readonly Bilingual[]): Bilingual[] {
  const close = closestNames(spelling(query), names.map(candidateOf))
  const fallback = near.length > 0 ? near.map((card) => card.name) : names
  const seen = new Map([...close, ...fallback].map((name) => [name.zh, name]))
  return [...seen.values()].slice(0, MAX_SUGGESTIONS)
}

function candidateOf(name: Bilingual): NameCandidate {
  const pinyin = stretchesOf(name.zh).map((syllables) => syllables.join(''))
  return { name, spellings: [...pinyin, spelling(name.en)] }
}

function spelling(text: string): string {
  return pinyinOf(text).replace(/[^a-z]/g, '')
}
