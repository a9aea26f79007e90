import { describe, expect, it } from 'vitest'
import type { CooperativeId, CountyId, OrgUnitId } from '#app/shared/ids.ts'
import { cooperativeNamed, countyNamed, type Parties, unitNamed } from './parties.ts'

const parties: Parties = {
  counties: [
    { countyId: 'xunyi' as CountyId, nameZh: '旬邑县', nameEn: 'Xunyi' },
    { countyId: 'fufeng' as CountyId, nameZh: '扶风', nameEn: 'Fufeng' },
  ],
  units: [{ orgUnitId: 'union' as OrgUnitId, nameZh: '校工会', nameEn: 'Union', isActive: true }],
  cooperatives: [
    {
      cooperativeId: 'c1' as CooperativeId,
      countyId: 'xunyi' as CountyId,
      nameZh: '太村苹果合作社',
      nameEn: 'Taicun',
      creditCode: '93610429MA6XXXXXX1',
    },
  ],
  categories: [],
}

describe('names in a sheet', () => {
  it.each([
    ['旬邑', 'xunyi'],
    ['旬邑县', 'xunyi'],
    ['陕西省 咸阳市 旬邑县 太村镇', 'xunyi'],
    ['XUNYI', 'xunyi'],
    ['fufeng', 'fufeng'],
    ['旬邑、扶风', undefined],
    ['彬州', undefined],
    ['', undefined],
  ])('%s is the county %s', (text, countyId) => {
    expect(countyNamed(text, parties)).toBe(countyId)
  })

  it('are units and cooperatives by either name, a cooperative by its code first', () => {
    expect(unitNamed(' 校工会', parties)).toBe('union')
    expect(unitNamed('工会', parties)).toBeUndefined()
    expect(cooperativeNamed({ name: '太村苹果合作社', creditCode: '' }, parties)?.cooperativeId).toBe('c1')
    expect(cooperativeNamed({ name: '别的名字', creditCode: '93610429ma6xxxxxx1' }, parties)?.cooperativeId).toBe('c1')
    expect(cooperativeNamed({ name: '', creditCode: '' }, parties)).toBeUndefined()
  })
})
