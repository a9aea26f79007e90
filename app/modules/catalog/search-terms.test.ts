import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldText, MAX_QUERY_LENGTH, nameTerm, queryTerms, soundTerm, termsOf } from './search-terms.ts'

const han = fc.constantFrom(...'扶风大红袍花椒旬邑富士苹果永寿槐蜜长武')
const hanText = fc.array(han, { minLength: 1, maxLength: 24 }).map((characters) => characters.join(''))

/** Whether a text with these terms answers the query. */
function answers(terms: readonly string[], query: string): boolean {
  const { words, readings, phrase } = queryTerms(query)
  const has = (term: string) => terms.includes(term)
  return phrase !== undefined && words.every(has) && readings.some((reading) => reading.every(has))
}

describe('terms of a text', () => {
  test('are its words, Han characters and pairs of neighbours, each once', () => {
    expect(termsOf('大红袍 Red pepper, red')).toEqual(['red', 'pepper', '大', '红', '袍', '大红', '红袍'])
  })

  test('do not depend on case, width or marks', () => {
    expect(termsOf('Ｈｕāｊｉāｏ')).toEqual(['huajiao'])
    expect(foldText('Ｈｕāｊｉāｏ')).toBe('huajiao')
  })

  test.each([
    ['apples', 'apple'],
    ['peaches', 'peach'],
    ['berries', 'berry'],
    ['potatoes', 'potato'],
    ['boxes', 'box'],
    ['glass', 'glass'],
    ['gas', 'gas'],
  ])('know %s as %s', (plural, singular) => {
    expect(termsOf(plural)).toEqual([singular])
  })
})

describe('a query', () => {
  test('of one character, of two and of three asks for exactly that', () => {
    expect(queryTerms('椒')).toEqual({ words: [], readings: [['椒']], phrase: ['椒'] })
    expect(queryTerms('花椒')).toEqual({ words: [], readings: [['花椒']], phrase: ['花椒'] })
    expect(queryTerms('大红袍').readings).toEqual([['大红', '红袍']])
  })

  test('of more is read as words of two and three', () => {
    expect(queryTerms('旬邑苹果').readings).toEqual([['旬邑', '苹果']])
    expect(queryTerms('永寿槐花蜜').readings).toEqual([
      ['永寿', '槐花', '花蜜'],
      ['永寿', '寿槐', '花蜜'],
    ])
  })

  test('of latin words asks for all of them, and would rather have them as one', () => {
    expect(queryTerms('  Hua JIAO ')).toEqual({ words: ['hua', 'jiao'], readings: [[]], phrase: ['huajiao'] })
  })

  test('of both asks for both', () => {
    expect(queryTerms('花椒 pepper')).toEqual({ words: ['pepper'], readings: [['花椒']], phrase: ['pepper', '花椒'] })
  })

  test.each(['', ' ', '%', '_', '\\', '\0', '🌶️', '!?', '\u200f', 'перец', '\ud83c'])(
    'of %j asks for nothing',
    (query) => {
      expect(queryTerms(query)).toEqual({ words: [], readings: [[]], phrase: undefined })
    },
  )

  test('finds every text that holds it', () => {
    fc.assert(
      fc.property(hanText, fc.nat(), fc.integer({ min: 1, max: 12 }), (text, at, length) => {
        const start = at % text.length
        expect(answers(termsOf(text), text.slice(start, start + length))).toBe(true)
      }),
    )
  })

  test('of up to three characters finds no text that lacks one of its pairs', () => {
    fc.assert(
      fc.property(hanText, fc.array(han, { minLength: 2, maxLength: 3 }), (text, characters) => {
        const pairs = characters.slice(1).map((character, index) => `${characters[index]}${character}`)
        expect(answers(termsOf(text), characters.join(''))).toBe(pairs.every((pair) => text.includes(pair)))
      }),
    )
  })

  test('of anything at all asks for few, plain terms', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom('花', 'a', ' ', '\0', 'ﷺ', '㍿', '%', '\ud83c', "'"), { maxLength: 200 })
        .map((all) => all.join('')),
    )
    fc.assert(
      fc.property(anything, (query) => {
        const { words, readings, phrase } = queryTerms(query)
        expect(readings.length).toBeGreaterThan(0)
        expect(readings.length).toBeLessThanOrEqual(16)
        for (const term of [...words, ...readings.flat(), ...(phrase ?? [])])
          expect(term).toMatch(/^(?:[a-z0-9]+|\p{Script=Han}{1,2})$/u)
        expect(queryTerms(query.slice(0, 2 * MAX_QUERY_LENGTH))).toEqual({ words, readings, phrase })
      }),
    )
  })

  test('never asks for a marked term', () => {
    expect(queryTerms(nameTerm('hj')).words).toEqual(['hj'])
    expect(queryTerms('~h*j*').words).toEqual(['h', 'j'])
  })
})

describe('the sound of a word', () => {
  test.each([
    ['huajiao', ['huajao', 'huajio', 'huajiau', 'huuajjiao']],
    ['honey', ['hunny', 'hony', 'honney']],
    ['shiitake', ['shitake', 'sitake', 'sheetake']],
    ['zhongguo', ['zongguo', 'zhunggo']],
  ])('%s is also that of its misspellings', (word, misspelt) => {
    for (const other of misspelt) expect(soundTerm(other)).toBe(soundTerm(word))
  })

  test('tells other words apart, and short words have none', () => {
    expect(new Set(['huajiao', 'honey', 'pingguo', 'apple', 'qiaomai'].map(soundTerm)).size).toBe(5)
    for (const word of ['hua', 'ai', 'a', '', '5kg', '花']) expect(soundTerm(word)).toBeUndefined()
  })
})
