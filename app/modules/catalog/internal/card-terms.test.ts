import { describe, expect, test } from 'vitest'
import { nameTerm } from '../search-terms.ts'
import { searchColumns } from './card-terms.server.ts'
import { initialsOf, pinyinOf, stretchesOf, syllablesOf } from './pinyin.server.ts'

describe('pinyin', () => {
  test.each([
    ['长武', 'chang wu'],
    ['长武锅盔', 'chang wu guo kui'],
    ['旬邑', 'xun yi'],
    ['大红袍花椒', 'da hong pao hua jiao'],
    ['荞面饸饹', 'qiao mian he le'],
    ['召公镇', 'shao gong zhen'],
    ['重阳糕', 'chong yang gao'],
    ['绿豆', 'lv dou'],
    ['蘋果', 'ping guo'],
    ['𠮷长武', '𠮷 chang wu'],
  ])('%s is read %s', (word, reading) => {
    expect(syllablesOf(word).join(' ')).toBe(reading)
  })

  test('sorts a name with its latin parts in place', () => {
    expect(pinyinOf('红富士苹果 80mm')).toBe('hong fu shi ping guo 80mm')
    expect(pinyinOf('Fresh')).toBe('fresh')
  })

  test('has every stretch of neighbours, none across a gap, and their initials', () => {
    expect(stretchesOf('花椒，粉').map((syllables) => syllables.join(''))).toEqual(['hua', 'huajiao', 'jiao', 'fen'])
    expect(initialsOf(['hua', 'jiao'])).toBe('hj')
  })
})

describe('what a card is found by', () => {
  const columns = searchColumns({
    name: { zh: '扶风大红袍花椒', en: 'Dahongpao pepper' },
    county: { zh: '扶风', en: 'Fufeng' },
    others: [
      { zh: '调味', en: 'Seasoning' },
      { zh: '椒乡合作社', en: 'Jiaoxiang Cooperative' },
    ],
  })

  test('has the name as written, in pinyin and by initials, marked as the name’s', () => {
    for (const term of ['花椒', '袍', 'huajiao', 'dahongpao', 'hj', 'dhp', 'dhphj', 'pepper']) {
      expect(columns.terms).toContain(term)
      expect(columns.terms).toContain(nameTerm(term))
    }
  })

  test('has county, category and cooperative, not as the name’s, and of these initials only of the county', () => {
    for (const term of ['fufeng', 'ff', '调味', 'tiaowei', 'seasoning', '椒乡', 'jiaoxiang', 'cooperative'])
      expect(columns.terms).toContain(term)
    for (const term of ['调味', 'jiaoxiang', 'cooperative']) expect(columns.terms).not.toContain(nameTerm(term))
    for (const term of ['tw', 'jx', 'hzs']) expect(columns.terms).not.toContain(term)
  })

  test('has no term twice and nothing PostgreSQL could not hold', () => {
    expect(new Set(columns.terms).size).toBe(columns.terms.length)
    const odd = searchColumns({ name: { zh: '\0花\0椒\0', en: "'\0" }, county: { zh: '', en: '' }, others: [] })
    expect(odd.terms.join('')).not.toContain('\0')
    expect(odd.pinyin).not.toContain('\0')
  })
})
