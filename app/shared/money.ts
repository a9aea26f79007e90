declare const fenBrand: unique symbol

/** An amount in fen (0.01 CNY), exact, within JavaScript's safe integers. Made only here. */
export type Fen = number & { readonly [fenBrand]: true }

export const ZERO_FEN = 0 as Fen

/** Takes an integer as fen. Throws RangeError for fractions, NaN and unsafe integers. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not a whole, safe number of fen`)
  return (amount === 0 ? 0 : amount) as Fen
}

export function addFen(left: Fen, right: Fen): Fen {
  return fen(left + right)
}

export function subtractFen(left: Fen, right: Fen): Fen {
  return fen(left - right)
}

export function negateFen(amount: Fen): Fen {
  return fen(-amount)
}

export function sumFen(amounts: Iterable<Fen>): Fen {
  let total = ZERO_FEN
  for (const amount of amounts) total = addFen(total, amount)
  return total
}

/** `unitPrice` × an integer count. */
export function multiplyFen(unitPrice: Fen, count: number): Fen {
  if (!Number.isSafeInteger(count)) throw new RangeError(`${count} is not a whole count`)
  return fen(unitPrice * count)
}

/** The share of `amount` (≥ 0) at a rate in basis points, rounded down: the remainder stays with the payer of the fee. */
export function feeOf(amount: Fen, basisPoints: number): Fen {
  if (!Number.isSafeInteger(basisPoints) || basisPoints < 0)
    throw new RangeError(`${basisPoints} is not a rate in basis points`)
  if (amount < 0) throw new RangeError('a fee is taken from an amount of zero or more')
  return fen(Number((BigInt(amount) * BigInt(basisPoints)) / 10_000n))
}

/** The share of `amount` (≥ 0) at a rate in basis points, rounded up to the fen: a share that is "at least" so much. */
export function shareRoundedUp(amount: Fen, basisPoints: number): Fen {
  if (!Number.isSafeInteger(basisPoints) || basisPoints < 0)
    throw new RangeError(`${basisPoints} is not a rate in basis points`)
  if (amount < 0) throw new RangeError('a share is taken from an amount of zero or more')
  return fen(Number((BigInt(amount) * BigInt(basisPoints) + 9_999n) / 10_000n))
}

/**
 * Splits a total of zero or more by integer weights without creating or losing a fen.
 * Spare fen go to the largest remainders; ties go to the earliest, so the
 * same order always settles the same way.
 */
export function splitByWeight(total: Fen, weights: readonly number[]): Fen[] {
  if (total < 0) throw new RangeError('split a total of zero or more; negate afterwards')
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0))
    throw new RangeError('weights are whole numbers of zero or more')
  const weightSum = weights.reduce((sum, weight) => sum + BigInt(weight), 0n)
  if (weightSum === 0n) throw new RangeError('at least one weight must be above zero')
  const shares = weights.map((weight, index) => {
    const product = BigInt(total) * BigInt(weight)
    return { index, whole: product / weightSum, remainder: product % weightSum }
  })
  let spare = Number(BigInt(total) - shares.reduce((sum, share) => sum + share.whole, 0n))
  const parts = shares.map((share) => Number(share.whole))
  for (const share of [...shares].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
  )) {
    if (spare === 0) break
    parts[share.index] = (parts[share.index] ?? 0) + 1
    spare -= 1
  }
  return parts.map(fen)
}

/** Price per 斤 (500 g) in fen, half up; undefined when the thing has no net weight. */
export function pricePerJinFen(price: Fen, netWeightGrams: number | null | undefined): Fen | undefined {
  if (netWeightGrams === null || netWeightGrams === undefined || netWeightGrams <= 0) return undefined
  return fen(Number((BigInt(price) * 1000n + BigInt(netWeightGrams)) / (2n * BigInt(netWeightGrams))))
}

/** '1,234.50' or '-0.05': yuan with grouping and two decimals, without the currency sign. */
export function formatYuan(amount: Fen): string {
  const digits = Math.abs(amount).toString().padStart(3, '0')
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${amount < 0 ? '-' : ''}${yuan}.${digits.slice(-2)}`
}

/** '¥1,234.50' or '-¥0.05'. */
export function formatMoney(amount: Fen): string {
  return amount < 0 ? `-¥${formatYuan(negateFen(amount))}` : `¥${formatYuan(amount)}`
}

/** Reads what a person typed as yuan ('12', '12.5', '12.50', '1,200'); undefined for anything else. */
export function parseYuan(text: string): Fen | undefined {
  const plain = text
    .trim()
    .replace(/^[¥￥]/, '')
    .replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
  const match = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!match) return undefined
  return fen(Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')))
}

/** `part` of `whole` in basis points, rounded down; 0 when there is no whole. */
export function basisPointsOf(part: Fen, whole: Fen): number {
  if (whole <= 0) return 0
  return Number((BigInt(part) * 10_000n) / BigInt(whole))
}

/** '87.65%' from 8765 basis points. */
export function formatBasisPoints(basisPoints: number): string {
  return `${formatYuan(fen(basisPoints))}%`
}
