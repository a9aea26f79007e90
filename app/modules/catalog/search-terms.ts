/** Longer queries are cut; the search page says so. */
export const MAX_QUERY_LENGTH = 40

const MAX_WORDS = 8
/** A longer run of Han characters is a quotation: it is looked for as it stands. */
const MAX_READ_RUN = 12
const MAX_READINGS = 16

/** What a query asks for: every word, and every term of at least one reading of its Han characters. */
export interface QueryTerms {
  /** Latin words and numbers. */
  words: string[]
  /** Never empty; one empty reading when there are no Han characters. */
  readings: string[][]
  /** The query as it stands, for the order of hits: one latin word or every pair of neighbours. Undefined when nothing is asked. */
  phrase: string[] | undefined
}

/** Lower case, without marks and compatibility forms: 'Ｈｕāｊｉāo' is 'huajiao'. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .normalize('NFKC')
    .toLowerCase()
}

/** What of a query is looked at: its beginning, folded. */
export function foldQuery(query: string): string {
  return foldText([...query.slice(0, 2 * MAX_QUERY_LENGTH)].slice(0, MAX_QUERY_LENGTH).join(''))
}

/** Latin words and numbers of a folded text, in the singular. */
export function wordsOf(folded: string): string[] {
  return (folded.match(/[a-z0-9]+/g) ?? []).map(singular)
}

/** Unbroken runs of Han characters of a folded text. */
export function hanRunsOf(folded: string): string[] {
  return folded.match(/\p{Script=Han}+/gu) ?? []
}

/** Terms by which `text` is found as it is written: words, single Han characters and pairs of neighbours. */
export function termsOf(text: string): string[] {
  const folded = foldText(text)
  const terms = hanRunsOf(folded).flatMap((run) => [...[...run], ...pairsOf([...run])])
  return [...new Set([...wordsOf(folded), ...terms])]
}

/** Reads what somebody typed. Anything but letters, digits and Han characters only separates. */
export function queryTerms(query: string): QueryTerms {
  const folded = foldQuery(query)
  const words = [...new Set(wordsOf(folded))].slice(0, MAX_WORDS)
  const runs = hanRunsOf(folded).slice(0, MAX_WORDS)
  const strict = runs.flatMap(strictTerms)
  const phrase = words.length > 0 ? [wordsOf(folded).join(''), ...strict] : strict
  return { words, readings: readingsOf(runs), phrase: phrase.length > 0 ? phrase : undefined }
}

/** How a term is marked that comes from a product's name. No query holds such a sign. */
export function nameTerm(term: string): string {
  return `=${term}`
}

/**
 * A marked term shared by words that sound or look much alike: 'huajiao', 'huajao'
 * and 'huajio'; 'honey' and 'hunny'. Vowels are as good as each other, doubled
 * letters are one, and zh, ch, sh, ng are z, c, s, n, as in much of the country.
 * Undefined for words with fewer than two consonants, which sound like too many others.
 */
export function soundTerm(word: string): string | undefined {
  if (!/^[a-z]+$/.test(word)) return undefined
  const sound = word
    .replace(/([zcs])h/g, '$1')
    .replace(/ng/g, 'n')
    .replace(/[aeiouy]+/g, '*')
    .replace(/([^*])\1+/g, '$1')
  return sound.replaceAll('*', '').length < 2 ? undefined : `~${sound}`
}

/**
 * Every way to read Han runs: up to three characters are one word; more are words
 * of two and three, so that 旬邑苹果 finds 旬邑红富士苹果. The pairs inside each word are the terms.
 */
function readingsOf(runs: readonly string[]): string[][] {
  let readings: string[][] = [[]]
  for (const run of runs) {
    const ways = waysToRead([...run])
    if (readings.length * ways.length > MAX_READINGS) return [runs.flatMap(strictTerms)]
    readings = readings.flatMap((reading) => ways.map((way) => [...reading, ...way]))
  }
  return readings
}

function waysToRead(characters: readonly string[]): string[][] {
  const { length } = characters
  if (length === 1) return [[...characters]]
  if (length <= 3 || length > MAX_READ_RUN) return [pairsOf(characters)]
  return [2, 3].flatMap((size) => {
    const rest = characters.slice(size)
    if (rest.length === 1) return []
    const word = pairsOf(characters.slice(0, size))
    return rest.length === 0 ? [word] : waysToRead(rest).map((way) => [...word, ...way])
  })
}

function strictTerms(run: string): string[] {
  const characters = [...run]
  return characters.length === 1 ? characters : pairsOf(characters)
}

function pairsOf(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}

/** Good enough for goods: apples, peaches, berries, potatoes. Both texts and queries go through it, so a wrong one still meets itself. */
function singular(word: string): string {
  if (word.length <= 3 || !/^[a-z]+[^s]s$/.test(word)) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:[cs]h|x|o)es$/.test(word)) return word.slice(0, -2)
  return word.slice(0, -1)
}
