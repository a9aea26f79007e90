import { describe, expect, test } from 'vitest'
import { synonymsOf } from './synonyms.ts'

describe('other words for a product', () => {
  test.each([
    ['淳化土豆', ['马铃薯', '洋芋', 'potato']],
    ['扶风红阳猕猴桃', ['奇异果', 'kiwi']],
    ['淳化番茄', ['西红柿', 'tomato']],
    ['永寿红薯粉条', ['地瓜', 'sweet potato']],
    ['扶风线辣椒面', ['海椒', 'pepper']],
    ['永寿土鸡蛋', ['鸡蛋', 'egg']],
    ['扶风鹿羔馍', ['馒头']],
    ['永寿槐花蜜', ['蜂蜜', 'honey']],
    ['长武瑞雪', ['苹果', 'apple']],
    ['西府手工挂面', ['面条', 'noodle']],
  ])('%s', (name, words) => {
    expect(synonymsOf(name)).toEqual(expect.arrayContaining(words))
  })

  test('a kind does not name what is of another sort of it', () => {
    expect(synonymsOf('永寿槐花蜜')).not.toContain('百花蜜')
    expect(synonymsOf('永寿红薯')).not.toContain('potato')
    expect(synonymsOf('西府农家酱')).toEqual([])
  })
})
