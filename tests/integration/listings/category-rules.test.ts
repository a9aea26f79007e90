import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CategoryRule, findListingProblems, guessRule } from '#app/modules/catalog/category-rule.ts'
import { EMPTY_LISTING, type ListingBody } from '#app/modules/catalog/listing.ts'
import { listGoodsChoices } from '#app/modules/catalog/listing-queries.server.ts'
import type { CertificateKind } from '#app/modules/catalog/product-draft.ts'
import { submitListing } from '#app/modules/catalog/save-listing.server.ts'
import { fen } from '#app/shared/money.ts'
import { givenDraft, type ListingWorld, NOW, openListingWorld, pepperForm } from './listing-world.ts'

let world: ListingWorld
let rules: CategoryRule[]
beforeAll(async () => {
  world = await openListingWorld()
  rules = await listGoodsChoices(world.db)
})
afterAll(() => world.close())

const TODAY = '2026-11-24'

function listing(goods: string, kinds: readonly CertificateKind[], rest: Partial<ListingBody> = {}): ListingBody {
  const [categoryId = '', goodsKind = ''] = goods.split(':')
  return {
    ...EMPTY_LISTING,
    categoryId,
    goodsKind,
    name: { zh: '好东西', en: '' },
    village: { zh: '农林村', en: '' },
    storage: { zh: '阴凉', en: '' },
    shelfLife: { zh: '十天', en: '' },
    allergensStated: true,
    skus: [{ code: 'FU-1', spec: { zh: '一份', en: '' }, netWeightGrams: 500, price: fen(100), maxPerOrder: 9 }],
    certificates: kinds.map((kind) => ({
      kind,
      number: kind === 'food_licence' ? 'SC10161042900011' : `N-${kind}`,
      issuer: { zh: '县里', en: '' },
      issuedOn: '2026-11-01',
    })),
    ...rest,
  }
}

function problemsOf(body: ListingBody) {
  const rule = rules.find((one) => one.categoryId === body.categoryId && one.goodsKind === body.goodsKind)
  return findListingProblems({ body, rule, base: undefined, today: TODAY })
}

describe('the papers of each kind of goods', () => {
  it.each([
    ['fruit:fresh-fruit', ['conformity'], true],
    ['fruit:fresh-fruit', ['test_report'], false],
    ['fruit:fresh-fruit', ['animal_quarantine'], false],
    ['meat-eggs:eggs', ['conformity'], true],
    ['meat-eggs:eggs', ['food_licence'], false],
    ['meat-eggs:meat', ['animal_quarantine'], true],
    ['meat-eggs:meat', ['conformity'], false],
    ['noodles-bakery:packaged-food', ['food_licence'], true],
    ['noodles-bakery:packaged-food', ['workshop_registration'], false],
    ['noodles-bakery:workshop-food', ['workshop_registration'], true],
    ['noodles-bakery:workshop-food', ['test_report'], false],
    ['honey:honey', ['test_report'], true],
    ['honey:honey', ['food_licence'], true],
    ['honey:honey', [], false],
    ['spice:dried-spice', ['test_report'], true],
    ['spice:packaged-food', ['test_report'], false],
    ['grain-oil:grain', ['test_report'], true],
    ['grain-oil:packaged-food', ['food_licence'], true],
  ] as const)('%s with %j are enough: %s', (goods, kinds, isEnough) => {
    const missing = problemsOf(listing(goods, kinds)).filter(({ kind }) => kind === 'certificateMissing')
    expect(missing.length === 0).toBe(isEnough)
    expect(problemsOf(listing(goods, kinds)).length === 0).toBe(isEnough)
  })

  it('are made for each batch where the law says so', () => {
    const batched = rules
      .filter((rule) => rule.needsBatchCertificate)
      .map((rule) => `${rule.categoryId}:${rule.goodsKind}`)
    expect(batched.sort()).toEqual(['fruit:fresh-fruit', 'meat-eggs:eggs', 'meat-eggs:meat'])
  })

  it('follow the goods with return rule and allergens', () => {
    const of = (goods: string) => rules.find((rule) => `${rule.categoryId}:${rule.goodsKind}` === goods)
    expect(of('fruit:fresh-fruit')).toMatchObject({ returnRule: 'fresh', taxClass: 'exempt' })
    expect(of('honey:honey')).toMatchObject({ sureAllergens: ['bee_products'], returnRule: 'confirmed_at_order' })
    expect(of('meat-eggs:eggs')).toMatchObject({ sureAllergens: ['egg'], returnRule: 'fresh' })
  })

  it('are asked for no category the college does not have', () => {
    expect(rules.some(({ categoryId }) => categoryId === 'canteen')).toBe(false)
  })

  it('name the rule of a product that was listed before there were any', () => {
    const { certificates } = listing('meat-eggs:meat', ['animal_quarantine'])
    expect(guessRule(rules, { categoryId: 'meat-eggs', certificates })?.goodsKind).toBe('meat')
    expect(guessRule(rules, { categoryId: 'meat-eggs', certificates: [] })?.goodsKind).toBe('eggs')
    const licensed = listing('spice:packaged-food', ['food_licence']).certificates
    expect(guessRule(rules, { categoryId: 'spice', certificates: licensed })?.goodsKind).toBe('packaged-food')
    const tested = listing('spice:dried-spice', ['test_report']).certificates
    expect(guessRule(rules, { categoryId: 'spice', certificates: tested })?.goodsKind).toBe('dried-spice')
    expect(guessRule(rules, { categoryId: 'nothing', certificates })).toBeUndefined()
  })
})

describe('a certificate', () => {
  const paper = (fields: Partial<ListingBody['certificates'][number]>): ListingBody => {
    const body = listing('spice:dried-spice', ['test_report'])
    return { ...body, certificates: body.certificates.map((one) => ({ ...one, ...fields })) }
  }
  it.each([
    [{ expiresOn: '2026-11-24' }, []],
    [{ expiresOn: '2026-11-23' }, ['certificateMissing', 'certificateExpired']],
    [{ issuedOn: '2026-11-25' }, ['certificateFromFuture']],
    [{ expiresOn: '2026-10-31' }, ['certificateMissing', 'certificateEndsEarly']],
  ])('%j: %j', (fields, kinds) => {
    expect(problemsOf(paper(fields)).map(({ kind }) => kind)).toEqual(kinds)
  })

  it('twice is once too often', () => {
    const body = listing('spice:dried-spice', ['test_report', 'test_report'])
    expect(problemsOf(body).map(({ kind }) => kind)).toEqual(['certificateTwice'])
  })

  it.each(['SC1016104290001', 'sc10161042900011', 'SC101610429000112', '10161042900011', 'SC1016104290001X'])(
    'of a food licence has the letters and fourteen digits, not %s',
    (number) => {
      const body = listing('noodles-bakery:packaged-food', ['food_licence'])
      const wrong = { ...body, certificates: body.certificates.map((one) => ({ ...one, number })) }
      expect(problemsOf(wrong)).toEqual([{ kind: 'licenceNumberWrong', number }])
    },
  )
})

describe('a listing with a forbidden word', () => {
  it.each([
    [{ nameZh: '自酿米酒' }, 'name', 'alcohol', '米酒'],
    [{ nameZh: '连翘' }, 'name', 'medicinalHerb', '连翘'],
    [{ summaryZh: '常吃可降 三 高。' }, 'summary', 'healthClaim', '降三高'],
    [{ summaryEn: 'It cures everything' }, 'summary', 'healthClaim', 'cures'],
    [{ storage: '抗癌' }, 'storage', 'healthClaim', '抗癌'],
    [{ skus: [{ content: '1', price: '1', spec: '壮阳装' }] }, 'spec', 'healthClaim', '壮阳'],
  ])('%j is kept for its grower and goes no further', async (...[fields, where, kind, word]) => {
    const draft = await givenDraft(world, { form: pepperForm(fields) })
    expect(await submitListing(world.db, { manager: world.north, ...draft, now: NOW })).toEqual({
      ok: false,
      refusal: { kind: 'problems', problems: [{ kind: 'forbidden', where, word, class: kind }] },
    })
  })

  it('that only looks like one is submitted', async () => {
    const form = pepperForm({ summaryZh: '配料酒炖肉，日光照射干燥。' })
    const draft = await givenDraft(world, { form })
    expect((await submitListing(world.db, { manager: world.north, ...draft, now: NOW })).ok).toBe(true)
  })
})
