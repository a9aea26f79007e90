import type { Language } from './language.ts'

/** '250 克', '2.5 公斤' or '250 g', '2.5 kg': a net weight in whole grams, as labels say it. */
export function formatWeight(grams: number, language: Language): string {
  const isLarge = grams >= 1000
  const amount = isLarge ? `${Math.floor(grams / 1000)}${decimals(grams % 1000)}` : String(grams)
  const unit = language === 'zh' ? (isLarge ? '公斤' : '克') : isLarge ? 'kg' : 'g'
  return `${amount} ${unit}`
}

function decimals(thousandths: number): string {
  return thousandths === 0 ? '' : `.${String(thousandths).padStart(3, '0').replace(/0+$/, '')}`
}
