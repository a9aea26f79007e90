import { type BusinessDate, isRealDate } from '#app/shared/business-date.ts'
import { type AgreementId, type CountyId, isUuid } from '#app/shared/ids.ts'

/** Which counted purchases a pack is about: of a period, perhaps of one county or under one agreement only. */
export interface EvidenceScope {
  from: BusinessDate
  to: BusinessDate
  countyId?: CountyId | undefined
  agreementId?: AgreementId | undefined
}

const COUNTY = /^[a-z]{2,32}$/
const LONGEST_YEARS = 5

/** Reads the scope of an address or a form; undefined for days that are none, or the wrong way round. */
export function parseScope(get: (name: string) => string | null): EvidenceScope | undefined {
  const days = parseDays(get('from') ?? '', get('to') ?? '')
  const [county, agreement] = [get('county') ?? '', get('agreement') ?? '']
  const isNamedRight = (county === '' || COUNTY.test(county)) && (agreement === '' || isUuid(agreement))
  if (!days || !isNamedRight) return undefined
  return {
    ...days,
    ...(county && { countyId: county as CountyId }),
    ...(agreement && { agreementId: agreement as AgreementId }),
  }
}

function parseDays(from: BusinessDate, to: BusinessDate): { from: BusinessDate; to: BusinessDate } | undefined {
  if (!isRealDate(from) || !isRealDate(to) || from > to) return undefined
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) > LONGEST_YEARS ? undefined : { from, to }
}

export function formatScope({ from, to, countyId, agreementId }: EvidenceScope): string {
  const county = countyId ? `&county=${countyId}` : ''
  const agreement = agreementId ? `&agreement=${agreementId}` : ''
  return `from=${from}&to=${to}${county}${agreement}`
}
