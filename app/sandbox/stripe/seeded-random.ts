const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A repeatable stream of chance: the same seed gives the same draws. Not for secrets. */
export interface SeededRandom {
  position: number
}

export function seededRandom(seed: string): SeededRandom {
  let hash = 2166136261
  for (let index = 0; index < seed.length; index += 1) hash = Math.imul(hash ^ seed.charCodeAt(index), 16777619)
  return { position: hash >>> 0 }
}

/** The next draw, 0 <= x < 1 (mulberry32). */
export function draw(random: SeededRandom): number {
  random.position = (random.position + 0x6d2b79f5) >>> 0
  let mixed = random.position
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
}

export function drawText(random: SeededRandom, length: number): string {
  let text = ''
  while (text.length < length) text += ALPHABET.charAt(Math.floor(draw(random) * ALPHABET.length))
  return text
}
