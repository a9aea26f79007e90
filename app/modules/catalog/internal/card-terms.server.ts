import type { Bilingual } from '../product-draft.ts'
import { foldText, nameTerm, soundTerm, termsOf, wordsOf } from '../search-terms.ts'
import { synonymsOf } from '../synonyms.ts'
import { initialsOf, pinyinOf, stretchesOf } from './pinyin.server.ts'

/** The texts by which a product is found. */
export interface SearchableTexts {
  name: Bilingual
  county: Bilingual
  /** Category, cooperative, village. */
  others: readonly Bilingual[]
}

export interface SearchColumns {
  /** The Chinese name as pinyin, by which lists are sorted. */
  namePinyin: string
  /** As written, in pinyin, by initials; marked once more when from the name; and by sound. */
  terms: string[]
  /** Latin words and short stretches of pinyin, for similarity by trigrams. */
  pinyin: string
}

/** Stretches of two to four syllables are what people take for one word. */
const WORD_SYLLABLES = [2, 4] as const

/** Initials only of what people abbreviate: a product's name and a county's. Of everything, hj would be too much. */
export function searchColumns({ name, county, others }: SearchableTexts): SearchColumns {
  const names = [name.zh, name.en]
  const places = [county.zh, county.en]
  const synonyms = synonymsOf(name.zh)
  const named = [...names.flatMap(termsOf), ...names.flatMap(pinyinTerms), ...names.flatMap(initialTerms)]
  const rest = [...synonyms, ...places, ...others.flatMap(({ zh, en }) => [zh, en])]
  const alike = [...names, ...synonyms, ...places].flatMap(latinWords)
  const terms = [
    ...named,
    ...named.map(nameTerm),
    ...rest.flatMap(termsOf),
    ...rest.flatMap(pinyinTerms),
    ...places.flatMap(initialTerms),
    ...alike.flatMap((word) => soundTerm(word) ?? []),
  ]
  return {
    namePinyin: pinyinOf(name.zh),
    terms: [...new Set(terms)],
    pinyin: [...new Set(alike)].join(' '),
  }
}

function pinyinTerms(text: string): string[] {
  return stretchesOf(text).map((syllables) => syllables.join(''))
}

/** One letter would be the initial of nearly everything. */
function initialTerms(text: string): string[] {
  return stretchesOf(text)
    .filter((syllables) => syllables.length > 1)
    .map(initialsOf)
}

function latinWords(text: string): string[] {
  const [fewest, most] = WORD_SYLLABLES
  const stretches = stretchesOf(text).filter(({ length }) => length >= fewest && length <= most)
  return [...wordsOf(foldText(text)), ...stretches.map((syllables) => syllables.join(''))]
}
