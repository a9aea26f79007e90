/** One thing said in both languages. */
export type Words = readonly [zh: string, en: string]

/** Where a product grows or is made. */
export interface Origin {
  township: Words
  village: Words
}

export interface SkuText {
  spec: Words
  /** Exactly one of the two. */
  grams?: number
  ml?: number
}

/** What the catalogue's CSV does not say about one of its products. */
export interface ProductText {
  /** Of the row in catalogue.csv. */
  no: number
  slug: string
  /** Slug of the cooperative that offers it. */
  cooperative: string
  picture: string
  origin: Origin
  name: Words
  summary: Words
  season: Words
  /** Months in which it is picked or on sale fresh. */
  months: readonly number[]
  /** Day of the year's main harvest as 'MM-DD'. Absent: made all year. */
  harvest?: string
  /** The row's own SKU, which takes its price from the CSV, then further ones with a price in yuan. */
  skus: readonly [SkuText, ...(SkuText & { yuan: string })[]]
  /** May carry the geographical indication although the CSV does not say so. */
  hasIndication?: true
}

export const ALL_YEAR = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const
/** Picked in October and sold from the cold store until April. */
export const OCTOBER_TO_APRIL = [10, 11, 12, 1, 2, 3, 4] as const
