/** Units in which people say how much is in one piece. A 斤 is 500 g. */
export const CONTENT_UNITS = ['g', 'jin', 'kg', 'ml', 'l'] as const
export type ContentUnit = (typeof CONTENT_UNITS)[number]

/** What is in one piece: a net weight or a net volume, whole and exact. */
export type NetContent = { netWeightGrams: number } | { netVolumeMl: number }

/** Thousandths of a gram or millilitre in one of the unit. */
const THOUSANDTHS: Record<ContentUnit, number> = { g: 1000, jin: 500_000, kg: 1_000_000, ml: 1000, l: 1_000_000 }
/** One piece weighs half a ton at the most. */
const MAX_WHOLE = 500_000
const AMOUNT = /^([0-9]{1,6})(?:\.([0-9]{1,3}))?$/

/** Reads '2.5' 'jin' as 1250 g. Undefined for what is no amount, is nothing, or is no whole number of grams or millilitres. */
export function parseNetContent(text: string, unit: ContentUnit): NetContent | undefined {
  const [, whole, part = ''] = AMOUNT.exec(text.normalize('NFKC').trim()) ?? []
  if (whole === undefined) return undefined
  // Thousandths of the unit times thousandths of a gram: no fraction is ever written down.
  const millionths = (Number(whole) * 1000 + Number(part.padEnd(3, '0'))) * THOUSANDTHS[unit]
  const amount = millionths / 1_000_000
  if (!Number.isInteger(amount) || amount < 1 || amount > MAX_WHOLE) return undefined
  return unit === 'ml' || unit === 'l' ? { netVolumeMl: amount } : { netWeightGrams: amount }
}

/** The content as somebody would type it: kilograms and litres from 1000 on. */
export function writeNetContent(content: { netWeightGrams?: number; netVolumeMl?: number }): {
  text: string
  unit: ContentUnit
} {
  const { netWeightGrams, netVolumeMl } = content
  const amount = netWeightGrams ?? netVolumeMl ?? 0
  const isWeight = netWeightGrams !== undefined
  if (amount < 1000) return { text: String(amount), unit: isWeight ? 'g' : 'ml' }
  const rest = String(amount % 1000)
    .padStart(3, '0')
    .replace(/0+$/, '')
  return { text: `${Math.floor(amount / 1000)}${rest && `.${rest}`}`, unit: isWeight ? 'kg' : 'l' }
}
