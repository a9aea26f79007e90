import type { Bilingual, CertificateDraft, CertificateKind } from '#app/modules/catalog/product-draft.ts'
import { addDays, type BusinessDate } from '#app/shared/business-date.ts'
import type { CatalogueRow } from './catalogue.ts'
import type { CooperativeText } from './cooperatives.ts'
import type { Lot } from './lots.ts'
import type { ProductText } from './product-text.ts'

interface County {
  zh: string
  en: string
  /** First six digits of what its authorities number. */
  region: string
}

const COUNTIES: Record<string, County> = {
  xunyi: { zh: '旬邑县', en: 'Xunyi County', region: '610429' },
  changwu: { zh: '长武县', en: 'Changwu County', region: '610428' },
  yongshou: { zh: '永寿县', en: 'Yongshou County', region: '610426' },
  fufeng: { zh: '扶风县', en: 'Fufeng County', region: '610324' },
  chunhua: { zh: '淳化县', en: 'Chunhua County', region: '610430' },
}

interface Certified {
  row: CatalogueRow
  text: ProductText
  cooperative: CooperativeText
  lot: Lot
  today: BusinessDate
}

/**
 * The papers of one product: of the forms the real ones have, with numbers that are
 * made up. What is valid for years is dated by `today`, so that a demo is never out
 * of date; what is made for each batch, by the lot.
 */
export function certificatesOf(product: Certified): CertificateDraft[] {
  const { row, text } = product
  const kinds = new Set<CertificateKind>(row.certificates)
  if (text.hasIndication) kinds.add('geographical_indication')
  return [...kinds].map((kind) => ({ kind, ...paperOf(kind, product) }))
}

function paperOf(kind: CertificateKind, product: Certified): Omit<CertificateDraft, 'kind'> {
  const { row, cooperative, lot, today } = product
  const county = countyOf(row.countyId)
  const serial = String(row.no).padStart(3, '0')
  const authority = (zh: string, en: string): Bilingual => ({ zh: county.zh + zh, en: `${county.en} ${en}` })
  const inspectedOn = addDays(today, -30 - row.no * 3)
  switch (kind) {
    case 'conformity':
      return {
        number: conformityNumber({ countyId: row.countyId, harvestedOn: lot.harvestedOn, serial }),
        issuer: { zh: cooperative.name[0], en: cooperative.name[1] },
        issuedOn: lot.harvestedOn,
      }
    case 'animal_quarantine':
      return {
        number: `${county.region.slice(0, 4)}00${lot.harvestedOn.replaceAll('-', '').slice(2)}${serial}`,
        issuer: authority('动物卫生监督机构', 'Animal Health Supervision'),
        issuedOn: lot.harvestedOn,
      }
    case 'test_report':
      return {
        number: `WB-${inspectedOn.slice(0, 4)}-${county.region.slice(2)}${serial}`,
        issuer: { zh: '渭北农产品检测中心', en: 'Weibei Produce Testing Centre' },
        ...valid(inspectedOn, 1),
      }
    case 'food_licence':
      return {
        number: `SC${foodClass(product)}${county.region}9${serial}${row.no % 10}`,
        issuer: authority('市场监督管理局', 'Market Regulation Bureau'),
        ...valid(addDays(today, -400 + row.no), 5),
      }
    case 'workshop_registration':
      return {
        number: `XZF${county.region}00${serial}`,
        issuer: authority('市场监督管理局', 'Market Regulation Bureau'),
        ...valid(addDays(today, -250), 3),
      }
    case 'geographical_indication':
      return {
        number: `AGI-${county.region}-${serial}`,
        issuer: authority('农业农村局', 'Agriculture and Rural Affairs Bureau'),
        ...valid(addDays(today, -300 - row.no), 3),
      }
  }
}

/** What a cooperative writes on the certificate it makes out for a batch. */
export function conformityNumber(of: { countyId: string; harvestedOn: BusinessDate; serial: string }): string {
  return `HGZ-${countyOf(of.countyId).region}-${of.harvestedOn.replaceAll('-', '')}-${of.serial}`
}

function countyOf(countyId: string): County {
  const county = COUNTIES[countyId]
  if (!county) throw new Error(`the county ${countyId} has no authorities`)
  return county
}

/** From a day to the day before the same day `years` later. */
function valid(issuedOn: BusinessDate, years: number): { issuedOn: BusinessDate; expiresOn: BusinessDate } {
  const sameDay = `${Number(issuedOn.slice(0, 4)) + years}${issuedOn.slice(4)}`
  return { issuedOn, expiresOn: addDays(sameDay, -1) }
}

/** Classes of the food licence: 101 milled grain and noodles, 102 oil, 103 seasoning, 106 drinks, 107 convenience food. */
const FOOD_CLASSES: Record<string, string> = {
  flour: '101',
  noodles: '101',
  oil: '102',
  'pepper-jar': '103',
  sauce: '103',
  chili: '103',
  vinegar: '103',
  'instant-noodles': '107',
  'apple-chips': '117',
  vermicelli: '123',
}

function foodClass({ row, text }: Certified): string {
  const found = row.categoryId === 'snack-drink' && text.picture === 'vinegar' ? '106' : FOOD_CLASSES[text.picture]
  if (!found) throw new Error(`${text.slug} needs a food licence of a class that is not known`)
  return found
}
