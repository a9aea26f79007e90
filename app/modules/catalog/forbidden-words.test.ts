import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findForbiddenWord } from './forbidden-words.ts'

describe('a text with a forbidden word', () => {
  it.each([
    ['常吃降三高', 'healthClaim', '降三高'],
    ['降 三 高', 'healthClaim', '降三高'],
    ['降\u3000三\u3000高', 'healthClaim', '降三高'],
    ['降·三·高', 'healthClaim', '降三高'],
    ['降-三_高', 'healthClaim', '降三高'],
    ['降\u200b三\u200d高', 'healthClaim', '降三高'],
    ['降，三，高', 'healthClaim', '降三高'],
    ['降\n三\n高', 'healthClaim', '降三高'],
    ['可以治疗咳嗽', 'healthClaim', '治疗'],
    ['可以治療咳嗽', 'healthClaim', '治疗'],
    ['抗癌食品', 'healthClaim', '抗癌'],
    ['抗 癌', 'healthClaim', '抗癌'],
    ['壮阳佳品', 'healthClaim', '壮阳'],
    ['壯陽佳品', 'healthClaim', '壮阳'],
    ['補腎', 'healthClaim', '补肾'],
    ['减肥餐', 'healthClaim', '减肥'],
    ['增强免疫力', 'healthClaim', '免疫力'],
    ['預防疾病', 'healthClaim', '预防疾病'],
    ['自酿白酒', 'alcohol', '白酒'],
    ['白 酒', 'alcohol', '白酒'],
    ['苹果酒', 'alcohol', '果酒'],
    ['陈年老酒', 'alcohol', '酒'],
    ['燒酒', 'alcohol', '烧酒'],
    ['料酒和白酒', 'alcohol', '白酒'],
    ['酒枣配酒', 'alcohol', '酒'],
    ['连翘花', 'medicinalHerb', '连翘'],
    ['連翹花', 'medicinalHerb', '连翘'],
    ['黄芩茶', 'medicinalHerb', '黄芩'],
    ['黃芩茶', 'medicinalHerb', '黄芩'],
    ['射干根', 'medicinalHerb', '射干'],
    ['板藍根', 'medicinalHerb', '板蓝根'],
    ['蒼朮', 'medicinalHerb', '苍术'],
    ['地道药材', 'medicinalHerb', '药材'],
    ['Helps against CANCER', 'healthClaim', 'cancer'],
    ['ｃａｎｃｅｒ', 'healthClaim', 'cancer'],
    ['c a n c e r', 'healthClaim', 'cancer'],
    ['c.a.n.c.e.r', 'healthClaim', 'cancer'],
    ['can\u200bcer', 'healthClaim', 'cancer'],
    ['lowers blood  pressure', 'healthClaim', 'blood pressure'],
    ['lowers blood-pressure', 'healthClaim', 'blood pressure'],
    ['Red wine', 'alcohol', 'wine'],
    ['Baijiu 52%', 'alcohol', 'baijiu'],
    ['forsythia tea', 'medicinalHerb', 'forsythia'],
  ])('%j is found out: %s, %s', (text, kind, word) => {
    expect(findForbiddenWord(text)).toEqual({ kind, word })
  })

  it('says of several the gravest: alcohol, then herbs, then claims', () => {
    expect(findForbiddenWord('治疗咳嗽的黄芩泡白酒')?.kind).toBe('alcohol')
    expect(findForbiddenWord('治疗咳嗽的黄芩')?.kind).toBe('medicinalHerb')
  })
})

describe('an honest text', () => {
  it.each([
    '',
    '旬邑红富士苹果，脆甜多汁。',
    '料酒去腥，一瓶 500 毫升',
    '酒枣是陕北的做法',
    '酒棗',
    '吃多少都不醉',
    '雪白酒枣',
    '无酒精苹果汁',
    '無酒精',
    '日光照射干燥，不硫熏',
    '直射干燥',
    '接连翘首以盼',
    '去看牡丹参观麦田',
    '面白。酒店采购也用它',
    '白面，酒枣',
    '不用农药，物理防治病虫害',
    '海拔第三高的村',
    '本品不是药材',
    '花椒 250 克',
    '白水羊肉',
    '自己的酒红色礼盒',
    'Swine-free, twine-tied box',
    'A drop of cooking wine',
    'Alcohol-free apple juice',
    'For the sake of freshness',
    'Cured and smoked pork',
    'A secure box',
    'Sweet treats for all',
    '😀🌶️',
    '\ud800',
  ])('%j passes', (text) => {
    expect(findForbiddenWord(text)).toBeUndefined()
  })
})

const WORDS = ['降三高', '治疗', '抗癌', '壮阳', '白酒', '连翘', '黄芩', '板蓝根', '糖尿病', '高血压']
const SEPARATORS = ['', ' ', '\u3000', '·', '-', '*', '/', '~', '|', '\u200b', '_', '🌶️', '+', '"', '（']

describe('whatever is typed', () => {
  it('hides no word between signs, among other text', () => {
    const disguise = fc.tuple(
      fc.constantFrom(...WORDS),
      fc.array(fc.constantFrom(...SEPARATORS), { minLength: 3, maxLength: 3 }),
      fc.constantFrom('', '好吃的', '今年的新货。', 'Good '),
      fc.constantFrom('', '。', ' kg', '，欢迎来买'),
    )
    fc.assert(
      fc.property(disguise, ([word, signs, before, after]) => {
        const hidden = [...word].map((character, index) => character + (signs[index] ?? '')).join('')
        expect(findForbiddenWord(before + hidden + after)).toBeDefined()
      }),
    )
  })

  it('is judged by a word that is in it, and never breaks anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const found = findForbiddenWord(text)
        if (found) expect(found.word.length).toBeGreaterThan(0)
      }),
    )
  })

  it('is judged at once, however long and hostile', () => {
    const started = performance.now()
    for (const text of ['a '.repeat(50_000), '降，'.repeat(50_000), '酒枣'.repeat(50_000), 'c a '.repeat(50_000)])
      findForbiddenWord(text)
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
