import type { CooperativeId, CountyId, OrgUnitId } from '#app/shared/ids.ts'

/** Whom purchases can be from and of, by the names people write. */
export interface Parties {
  counties: { countyId: CountyId; nameZh: string; nameEn: string }[]
  units: { orgUnitId: OrgUnitId; nameZh: string; nameEn: string; isActive: boolean }[]
  cooperatives: {
    cooperativeId: CooperativeId
    countyId: CountyId
    nameZh: string
    nameEn: string
    creditCode: string
  }[]
  categories: { categoryId: string; nameZh: string; nameEn: string }[]
}

const plain = (name: string) => name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')
const short = (name: string) => plain(name).replace(/(?:县|市|区)$/, '')

/** The one partner county that `text` names, alone or within an address; undefined for none and for several. */
export function countyNamed(text: string, { counties }: Parties): CountyId | undefined {
  const said = plain(text)
  const exact = counties.find((one) =>
    [one.countyId, plain(one.nameZh), plain(one.nameEn), short(one.nameZh)].includes(said),
  )
  if (exact) return exact.countyId
  const within = counties.filter((one) => said.includes(short(one.nameZh)) || said.includes(plain(one.nameEn)))
  return within.length === 1 ? within[0]?.countyId : undefined
}

export function unitNamed(text: string, { units }: Parties): OrgUnitId | undefined {
  const said = plain(text)
  return units.find((one) => [one.orgUnitId, plain(one.nameZh), plain(one.nameEn)].includes(said))?.orgUnitId
}

/** The shop's cooperative that is meant, by its credit code or else by its name. */
export function cooperativeNamed(
  { name, creditCode }: { name: string; creditCode: string },
  { cooperatives }: Parties,
): Parties['cooperatives'][number] | undefined {
  const byCode = creditCode === '' ? undefined : cooperatives.find((one) => plain(one.creditCode) === plain(creditCode))
  if (byCode || name === '') return byCode
  return cooperatives.find((one) => [plain(one.nameZh), plain(one.nameEn)].includes(plain(name)))
}
