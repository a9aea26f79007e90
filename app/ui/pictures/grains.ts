import { leaf } from './leaves.ts'
import {
  at,
  between,
  dot,
  layered,
  line,
  oval,
  printed,
  type Random,
  repeat,
  ring,
  round,
  sheet,
  specks,
  stamp,
} from './paper.ts'
import { groundShadow } from './scene.ts'

interface BowlColors {
  clay: string
  shade: string
  inside: string
}

export const DARK_BOWL: BowlColors = { clay: '#6B3F26', shade: '#4E2B18', inside: '#3B2012' }
const WOOD_BOWL: BowlColors = { clay: '#B0763F', shade: '#8A5729', inside: '#6B4122' }

/** A bowl around 0 0 (its rim's middle), 180 wide, with `heap` lying in it. */
export function bowl({ clay, shade, inside }: BowlColors, heap: string): string {
  return [
    layered(oval([0, 0, 92, 22], clay), printed(oval([0, 0, 84, 17], inside))),
    heap,
    layered(
      sheet('M-92 0C-90 50-62 78-34 84H34C62 78 90 50 92 0C84 16 44 23 0 23C-44 23-84 16-92 0z', clay),
      printed(
        sheet('M92 0C90 50 62 78 34 84H-6C40 74 62 44 68 15C80 11 89 6 92 0z', shade),
        line('M-78 28C-68 36-36 42 0 42C36 42 68 36 78 28', '#F2D9AE', 2.4),
        sheet('M-72 40C-64 58-52 68-40 74C-50 60-58 52-60 44z', '#FFFDF8', 0.28),
      ),
      sheet('M-36 82H36L40 92H-40z', shade),
    ),
  ].join('')
}

/** A heap on a bowl: its outline, and seeds of three tones scattered over it. */
function heapOf(
  random: Random,
  colors: readonly [ground: string, light: string, dark: string],
  seeds: (places: readonly (readonly [number, number])[], color: string) => string,
): string {
  const scatter = () =>
    Array.from({ length: 34 }, () => {
      const x = between(random, -70, 70)
      const top = -46 * (1 - (x / 84) ** 2)
      return [x, between(random, top + 6, 10)] as const
    })
  const [ground, light, dark] = colors
  return layered(
    sheet('M-84 2C-70-18-34-52 0-52C34-52 70-18 84 2C70 16 36 20 0 20C-36 20-70 16-84 2z', ground),
    printed(seeds(scatter(), dark), seeds(scatter(), light)),
  )
}

/** An ear of foxtail millet from 0 0, bowing to the right under its own weight. */
function milletEar(random: Random): string {
  const path = Array.from({ length: 20 }, (_, index) => {
    const turn = 0.55 + index * 0.115
    const hang = Math.max(0, index - 14) * 7
    return [40 - 46 * Math.cos(turn), -62 - 50 * Math.sin(turn) + hang] as const
  })
  const grains = (color: string, [across, size]: readonly [number, number]) =>
    specks(
      path.map(([x, y], index) => {
        const slim = index < 2 || index > 17 ? 0.4 : 1
        return [x + across * slim + between(random, -2, 2), y + between(random, -2, 2) - across * 0.5 * slim] as const
      }),
      color,
      size,
    )
  return [
    line('M0 84C-3 30-4-40 2-88', '#8A8A3C', 5),
    at([0, 40, -124], leaf({ length: 96, width: 20, light: '#8FA64B', dark: '#71893C' })),
    layered(grains('#C98718', [-9, 15]), grains('#DB9B22', [8, 15]), grains('#E6AC34', [0, 17])),
    grains('#F7D06A', [-3, 6]),
  ].join('')
}

export function millet(random: Random): string {
  return [
    groundShadow(160, 284, 104),
    at([192, 186, 2, 0.98], milletEar(random)),
    `<g transform="translate(128 190) scale(-.94 .94)">${milletEar(random)}</g>`,
    at([146, 166, 0, 1.02], milletEar(random)),
    at(
      [160, 204, 0, 0.92],
      bowl(
        DARK_BOWL,
        heapOf(random, ['#EDB53C', '#FBDC7E', '#CF8F1E'], (places, color) => specks(places, color, 6)),
      ),
    ),
  ].join('')
}

export function soybeans(random: Random): string {
  const tones = ['#EBCB7C', '#F4DC9C', '#DDB860']
  const beans = Array.from({ length: 32 }, (_, index) => {
    const row = Math.floor(index / 8)
    const x = -66 + (index % 8) * 18 + (row % 2) * 8 + between(random, -3, 3)
    return dot([x, 12 - row * 11 - (row * 9 - 6) * (1 - (x / 84) ** 2), 9.5], tones[index % 3] ?? '')
  }).reverse()
  const pod = layered(
    sheet(
      'M-62 4C-50-16-36-12-28-16C-18-22-8-14 0-18C10-22 18-16 28-17C42-18 56-6 66-10C58 8 44 14 28 14C18 18 8 13 0 15C-10 19-18 13-28 15C-42 16-54 12-62 4z',
      '#8FA94C',
    ),
    printed(
      sheet(ring(-28, 0, 11) + ring(0, -1, 11) + ring(28, -1, 11), '#A9C163'),
      sheet(ring(-31, -4, 3.5) + ring(-3, -5, 3.5) + ring(25, -5, 3.5), '#DCE8A6'),
    ),
    line('M-62 4l-12 8', '#6E7B3A', 4),
  )
  return [
    groundShadow(160, 282, 112),
    at([86, 116, -62, 0.98], leaf({ length: 78, width: 38, light: '#6FA05A', dark: '#4E8249' })),
    at([232, 130, -38, 0.98], leaf({ length: 70, width: 36, light: '#6FA05A', dark: '#4E8249' })),
    at([104, 124, -50, 1.02], pod),
    at([214, 122, 48, 1.02], pod),
    at(
      [160, 190, 0, 1.06],
      bowl(
        WOOD_BOWL,
        layered(
          sheet('M-84 2C-70-18-34-40 0-40C34-40 70-18 84 2C70 16 36 20 0 20C-36 20-70 16-84 2z', '#C99E45'),
          ...beans,
        ),
      ),
    ),
    at([104, 274, -8, 0.82], pod),
    layered(sheet(ring(206, 278, 9) + ring(228, 274, 9) + ring(187, 282, 8), '#EBCB7C')),
  ].join('')
}

export function buckwheat(random: Random): string {
  const grains = (places: readonly (readonly [number, number])[], color: string) =>
    sheet(places.map(([x, y]) => stamp('M0-9L9 6L-8 6z', [x, y, between(random, 0, 120)], 1)).join(''), color)
  const flower =
    'M0 0C-7-2-8-9-3-10C0-11 1-8 0-5C4-9 9-7 9-3C9 0 5 1 2 1C7 3 8 8 4 9C0 10-1 6-1 3C-4 8-9 7-9 3C-9 0-5-1 0 0z'
  const head = (color: string, count: number) =>
    sheet(
      repeat(count, () =>
        stamp(flower, [between(random, -26, 26), between(random, -30, 20), between(random, 0, 90)], 1),
      ),
      color,
    )
  const sprig = (height: number) =>
    [
      line(`M0 ${height}C6 ${round(height * 0.5)}-4 30 0 0`, '#B5473C', 4.5),
      line(`M2 ${round(height * 0.45)}L-26 16M0 ${round(height * 0.35)}L26 12`, '#B5473C', 3),
      layered(
        sheet(
          `M6 ${round(height * 0.56)}C24 ${round(height * 0.3)} 62 ${round(height * 0.4)} 70 ${round(height * 0.62)}C44 ${round(height * 0.76)} 18 ${round(height * 0.78)} 6 ${round(height * 0.56)}z`,
          '#5E9A5C',
        ),
      ),
      layered(head('#F2C3C0', 5)),
      layered(head('#FFF8F0', 9)),
      specks(
        Array.from({ length: 9 }, () => [between(random, -22, 22), between(random, -26, 16)] as const),
        '#D9707A',
        5,
      ),
    ].join('')
  return [
    groundShadow(160, 284, 108),
    at([100, 104, -12], sprig(120)),
    at([222, 108, 12], `<g transform="scale(-1 1)">${sprig(116)}</g>`),
    at([160, 84, 0, 1.1], sprig(130)),
    at([160, 202, 0, 0.96], bowl(WOOD_BOWL, heapOf(random, ['#6E4A33', '#9A6E4C', '#452A1B'], grains))),
  ].join('')
}
