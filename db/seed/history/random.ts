/** Chance that repeats itself: the same seed gives the same draws for ever. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  chance(share: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** A UUIDv7 of that instant. */
  id<Id extends string = string>(at: Date): Id
  /** Lower-case letters and digits. */
  text(length: number): string
}

/** Marsaglia's counter-fed xorshift (sfc32), started from a hash of `seed`. */
export function seededRandom(seed: string): Random {
  const [first, second, third] = [hash(seed, 0), hash(seed, 1), hash(seed, 2)]
  let [a, b, c, counter] = [first, second, third, 1]
  const word = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round += 1) word()
  const next = () => word() / 0x1_0000_0000
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    chance: (share) => next() < share,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
    id: (at) => uuidAt(at, [word(), word(), word()]),
    text: (length) => Array.from({ length }, () => between(0, 35).toString(36)).join(''),
  }
}

/** An index drawn in proportion to `weights`, given as their running sums. */
export function drawIndex(random: Random, runningSums: readonly number[]): number {
  const wanted = random.next() * (runningSums.at(-1) ?? 0)
  let low = 0
  let high = runningSums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((runningSums[middle] ?? 0) > wanted) high = middle
    else low = middle + 1
  }
  return low
}

export function runningSums(weights: readonly number[]): number[] {
  let sum = 0
  return weights.map((weight) => {
    sum += weight
    return sum
  })
}

function uuidAt<Id extends string>(at: Date, [one, two, three]: [number, number, number]): Id {
  const time = at.getTime().toString(16).padStart(12, '0')
  const hex = (value: number) => value.toString(16).padStart(8, '0')
  const tail = hex(two) + hex(three)
  const variant = (8 + (one & 3)).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(one).slice(0, 3)}-${variant}${tail.slice(0, 3)}-${tail.slice(3, 15)}` as Id
}

/** FNV-1a, stirred. */
function hash(text: string, salt: number): number {
  let value = 0x811c9dc5 ^ salt
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  value = Math.imul(value ^ (value >>> 16), 0x7feb352d)
  return (value ^ (value >>> 15)) >>> 0
}
