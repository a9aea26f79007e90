import type { Fen } from '#app/shared/money.ts'

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖']
const PLACES = ['', '拾', '佰', '仟']
/** The fourth group is so many 万 of 亿; what lies beyond is no `Fen`. */
const GROUPS = ['', '万', '亿', '万']
const GROUP_LENGTH = 4

/**
 * An amount in the capital numerals of vouchers, which cannot be altered by a stroke:
 * 人民币壹仟零贰拾元叁角整. Zeros between digits are said once; what has no fen ends in 整.
 */
export function capitalAmount(amount: Fen): string {
  const digits = Math.abs(amount).toString().padStart(3, '0')
  const yuan = wholeYuan(digits.slice(0, -2))
  return `${amount < 0 ? '负' : ''}人民币${yuan}${smallMoney(digits.slice(-2), yuan !== '')}`
}

/** '' for none. */
function wholeYuan(digits: string): string {
  let said = ''
  let isZeroDue = false
  const length = digits.length
  for (const [index, digit] of [...digits].entries()) {
    const place = length - 1 - index
    const value = Number(digit)
    if (value > 0) {
      said += `${isZeroDue ? '零' : ''}${DIGITS[value]}${PLACES[place % GROUP_LENGTH]}`
      isZeroDue = false
    } else isZeroDue = said !== ''
    if (place % GROUP_LENGTH === 0 && hasGroup(digits, place)) said += GROUPS[place / GROUP_LENGTH]
  }
  return said === '' ? '' : `${said}元`
}

/** Whether the group of four that ends at `place` has a name to say; 亿 is also said after 万 of it alone. */
function hasGroup(digits: string, place: number): boolean {
  const end = digits.length - place
  const from = place === 2 * GROUP_LENGTH ? 0 : Math.max(0, end - GROUP_LENGTH)
  return Number(digits.slice(from, end)) > 0
}

function smallMoney(digits: string, hasYuan: boolean): string {
  const [jiao, fen] = [Number(digits[0]), Number(digits[1])]
  if (jiao === 0 && fen === 0) return hasYuan ? '整' : '零元整'
  const tens = jiao > 0 ? `${DIGITS[jiao]}角` : hasYuan ? '零' : ''
  return fen > 0 ? `${tens}${DIGITS[fen]}分` : `${tens}整`
}
