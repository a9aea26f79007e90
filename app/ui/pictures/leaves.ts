import { line, type Random, round, sheet, stamp } from './paper.ts'

export const LEAF = '#3F7A4E'
const LEAF_DARK = '#2A5C42'
const VEIN = '#B9D2A4'

type Place = readonly [x: number, y: number, turn?: number]

interface LeafShape {
  length: number
  width: number
  light?: string
  dark?: string
}

/** Leaves of one shape, each from its place to the right before it is turned: two half sheets and the cut of the midrib. */
export function leaves(places: readonly Place[], { length, width, light = LEAF, dark = LEAF_DARK }: LeafShape): string {
  const half = (side: number) =>
    `M0 0C${round(length * 0.2)} ${round(side * width * 0.8)} ${round(length * 0.65)} ${round(side * width * 0.75)} ${round(length)} 0z`
  const all = (d: string) => places.map((place) => stamp(d, place, 1)).join('')
  return (
    sheet(all(half(-1)), light) + sheet(all(half(1)), dark) + line(all(`M2 0L${round(length * 0.82)} 0`), VEIN, 1.6)
  )
}

export function leaf(shape: LeafShape): string {
  return leaves([[0, 0]], shape)
}

/** A feathered leaf from 0 0 to the right: leaflets in pairs and one at the end. */
export function frond(pairs: number, { length, ...shape }: LeafShape): string {
  const places = Array.from({ length: pairs }, (_, index) => {
    const x = (length * (index + 0.7)) / (pairs + 0.4)
    return [[x, 0, -52] as const, [x, 0, 52] as const]
  }).flat()
  const leaflets = leaves([...places, [length, 0]], { length: length / (pairs * 0.62), ...shape })
  return line(`M0 0H${round(length)}`, '#6E7B3A', 3) + leaflets
}

/** An ear of wheat standing on 0 0, `height` tall. */
export function wheatEar(height: number, random: Random): string {
  const grain = 'M0 5C-7 2-6-10 0-14C6-10 7 2 0 5z'
  const side = (which: number) =>
    [5, 4, 3, 2, 1, 0]
      .map((index) => stamp(grain, [which * 2, -height + 14 + index * 12, which * (24 + random() * 8)]))
      .join('')
  const top = -height
  return [
    line(`M0 0C4 ${round(top * 0.35)} 0 ${round(top * 0.6)} 0 ${top + 10}`, '#A88A3A', 3),
    line(`M0 ${top + 6}l-9-22M0 ${top + 6}v-24M0 ${top + 6}l9-22`, '#C98F2B', 1.4),
    sheet(side(-1) + stamp(grain, [0, top + 2]), '#EDBB55'),
    sheet(side(1), '#DFA034'),
  ].join('')
}
