import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen } from '#app/shared/money.ts'
import { productJsonLd, toScriptJson } from './product-json-ld.ts'

const pepper = {
  slug: 'fufeng-dahongpao',
  name: '扶风大红袍花椒',
  summary: '伏天头茬',
  pictureKind: 'pepper',
  category: '调味',
  cooperative: '扶风椒乡合作社',
  skus: [
    { code: 'P-250', spec: '250 克', price: fen(120_050), left: 3 },
    { code: 'P-500', spec: '500 克', price: fen(7200), left: 0 },
  ],
}

describe('a product for machines', () => {
  it('offers each SKU at its price in plain yuan, in stock or sold out', () => {
    expect(productJsonLd(pepper, 'https://shop.example')).toMatchObject({
      url: 'https://shop.example/products/fufeng-dahongpao',
      image: 'https://shop.example/pictures/pepper/fufeng-dahongpao.svg',
      offers: [
        { price: '1200.50', priceCurrency: 'CNY', availability: 'https://schema.org/InStock' },
        { price: '72.00', availability: 'https://schema.org/SoldOut' },
      ],
    })
  })
})

describe('JSON inside a script element', () => {
  it('cannot end it or begin a comment', () => {
    expect(toScriptJson({ name: '</script><!--\u2028' })).toBe('{"name":"\\u003c/script>\\u003c!--\\u2028"}')
  })

  it('still means the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => JSON.stringify(JSON.parse(toScriptJson(value))) === JSON.stringify(value)),
    )
  })
})
