import { leaf, leaves } from './leaves.ts'
import { at, between, dot, layered, line, oval, printed, type Random, repeat, round, sheet, stamp } from './paper.ts'
import { groundShadow } from './scene.ts'

const APPLE =
  'M0-52C14-74 74-72 74-8C74 42 42 74 20 72C10 71 8 67 0 67C-8 67-10 71-20 72C-42 74-74 42-74-8C-74-72-14-74 0-52z'

export interface AppleColors {
  skin: string
  shade: string
  streak: string
}

export const RED_APPLE: AppleColors = { skin: '#C5392B', shade: '#9E2419', streak: '#E06A4B' }
const PALE_APPLE: AppleColors = { skin: '#D65740', shade: '#B23A28', streak: '#F09A74' }

/** A Fuji apple around 0 0, 148 wide: streaked, with the crescent of light that paper-cutters cut. */
export function apple(random: Random, { skin, shade, streak }: AppleColors): string {
  const streaks = repeat(9, (index) => {
    const k = -0.84 + index * 0.21 + between(random, -0.04, 0.04)
    const end = between(random, 0, 40)
    return `M${round(k * 20)}-48Q${round(k * 66)}-46 ${round(k * 68)} ${round(end)}`
  })
  return layered(
    sheet(APPLE, skin),
    printed(
      sheet('M46-60C66-52 74-34 74-8C74 42 42 74 20 72C10 71 8 67 0 67C44 60 66 10 46-60z', shade),
      `<g opacity=".55">${line(streaks, streak, 2.6)}</g>`,
      sheet('M-56-4C-60-30-46-50-28-54C-42-42-46-24-44-2C-46 8-55 6-56-4z', '#FBD9C4'),
      dot([-47, 18, 4], '#FBD9C4'),
      oval([0, -50, 25, 8], shade),
    ),
    line('M0-48C0-62 4-72 12-80', '#5A3A22', 6),
    at([6, -64, -18], leaf({ length: 54, width: 26 })),
  )
}

/** The cut side of an apple around 0 0: rim, flesh, core and pips. */
function appleHalf(): string {
  return layered(
    sheet(APPLE, '#B93325'),
    printed(
      at([0, 0, 0, 0.9], sheet(APPLE, '#FFF3D0')),
      at([0, 2, 0, 0.78], sheet(APPLE, '#FCE7B2')),
      sheet('M0-34C22-22 28 18 0 42C-28 18-22-22 0-34z', '#F3D283'),
      line('M0-34C22-22 28 18 0 42C-28 18-22-22 0-34z', '#DDB65F', 2.5),
      sheet('M-4-6C-16 2-16 18-6 24C-2 14-2 4-4-6z', '#4A2A17'),
      sheet('M4-6C16 2 16 18 6 24C2 14 2 4 4-6z', '#6A3E22'),
    ),
    line('M0-50C0-60 4-68 10-74', '#5A3A22', 5),
  )
}

/** The apples of one picture: two and a cut half, the same the other way round, or three in a heap. */
export function apples(random: Random): string {
  const way = Math.floor(random() * 3)
  if (way === 2)
    return [
      groundShadow(160, 270, 118),
      at([160, 136, 4, 0.84], apple(random, PALE_APPLE)),
      at([100, 200, -10, 0.88], apple(random, RED_APPLE)),
      at([220, 202, 9, 0.86], apple(random, RED_APPLE)),
    ].join('')
  const x = (place: number) => (way === 0 ? place : 320 - place)
  const turn = way === 0 ? 1 : -1
  return [
    groundShadow(160, 268, 112),
    at([x(208), 152, 8 * turn, 0.74], apple(random, PALE_APPLE)),
    at([x(128), 190, -6 * turn, 1.02], apple(random, RED_APPLE)),
    at([x(212), 222, 10 * turn, 0.68], appleHalf()),
  ].join('')
}

const STAR = repeat(5, (index) => stamp('M0 0C-7-6-5-14 0-17C5-14 7-6 0 0z', [0, 0, index * 72]))

/** A dried ring around 0 0: rim of skin, star of the core. */
function appleRing(turn: number): string {
  const rim =
    'M0-42C14-46 22-38 30-31C38-25 44-12 42 0C44 14 36 24 29 31C22 38 12 44 0 41C-14 45-24 38-31 30C-38 22-45 12-42 0C-44-14-37-24-30-31C-22-38-12-44 0-42z'
  return at(
    [0, 0, turn],
    sheet(rim, '#C04A33'),
    printed(
      at([0, 0, 0, 0.93], sheet(rim, '#F2CE86')),
      at([-1, -2, 0, 0.78], sheet(rim, '#FAE3AD')),
      line('M-24-14C-20-24-12-29-4-30M26 12C22 21 16 25 9 27', '#E5B968', 2.5),
      sheet(STAR, '#B9813A'),
    ),
  )
}

export function appleChips(random: Random): string {
  const rings = [
    [112, 150, 1],
    [208, 152, 1],
    [92, 206, 1.02],
    [228, 208, 1.02],
    [160, 196, 1.16],
    [124, 240, 0.94],
    [198, 242, 0.96],
  ] as const
  return [
    groundShadow(160, 278, 116),
    at([162, 118, 4, 0.72], apple(random, RED_APPLE)),
    layered(
      ...rings.map(([x, y, size]) =>
        at(
          [x, y, between(random, -25, 25), size],
          `<g transform="scale(1 ${round(between(random, 0.8, 1))})">${appleRing(between(random, 0, 70))}</g>`,
        ),
      ),
    ),
  ].join('')
}

function kiwiWhole(random: Random): string {
  const hairs = repeat(16, () => {
    const x = between(random, -52, 50)
    const y = between(random, -30, 30)
    return `M${round(x)} ${round(y)}l5 3`
  })
  return layered(
    sheet('M-70 4C-72-30-36-48 2-48C40-48 72-30 72 2C72 34 38 50 0 50C-38 50-68 34-70 4z', '#8F6A3A'),
    printed(
      sheet('M60-28C70-20 72-8 72 2C72 34 38 50 0 50C-20 50-40 46-54 36C10 44 60 20 60-28z', '#6F4F29'),
      sheet('M-54-8C-50-28-26-38-4-38C-26-30-42-20-44-4C-47 4-55 2-54-8z', '#B98F55'),
      line(hairs, '#C39A5F', 1.8),
      oval([-66, 2, 5, 9], '#5A3F20'),
    ),
  )
}

/** The cut side around 0 0: green flesh, rays, a ring of seeds, a pale heart. */
function kiwiHalf(random: Random): string {
  const rays = (first: number) => repeat(13, (index) => stamp('M26 0L56 0', [0, 0, index * 27.7 + first]))
  const seeds = repeat(24, (index) => {
    const out = between(random, 27, 36)
    const seed = `M${round(out)} 0C${round(out + 2)}-3 ${round(out + 8)}-3 ${round(out + 9)} 0C${round(out + 8)} 3 ${round(out + 2)} 3 ${round(out)} 0z`
    return stamp(seed, [0, 0, index * 15 + between(random, -3, 3)])
  })
  return layered(
    dot([0, 0, 74], '#7A5730'),
    printed(
      dot([0, 0, 70], '#7FAE3C'),
      dot([0, 0, 64], '#98C44E'),
      line(rays(0), '#8DBB47', 3),
      line(rays(13.9), '#A9CF5E', 3),
      oval([0, 0, 24, 21], '#F1F2CC'),
      oval([-3, -3, 15, 12], '#FBFAE4'),
      sheet(seeds, '#2B2119'),
      sheet('M-56-24C-50-42-36-54-18-59C-34-50-44-38-48-22C-51-17-58-18-56-24z', '#D5EC9A'),
    ),
  )
}

export function kiwis(random: Random): string {
  return [
    groundShadow(160, 272, 118),
    at([212, 150, 16, 0.98], kiwiWhole(random)),
    at([98, 164, -24, 0.82], kiwiWhole(random)),
    at([158, 204, -6, 0.94], kiwiHalf(random)),
  ].join('')
}

interface PeachColors {
  skin: string
  blush: string
  deep: string
}

function peach({ skin, blush, deep }: PeachColors): string {
  return layered(
    sheet(
      'M6 72C-44 70-74 36-70-4C-66-42-34-62-6-56C-2-62 6-70 14-74C14-64 14-60 16-56C46-58 74-34 72 4C70 44 44 70 6 72z',
      skin,
    ),
    printed(
      sheet('M16-56C46-58 74-34 72 4C70 44 44 70 6 72C-8 72-20 68-30 64C34 52 44-10 16-56z', blush),
      sheet('M44-46C66-34 74-14 72 4C70 44 44 70 6 72C52 54 64 2 44-46z', deep),
      line('M14-66C-6-36-10 14 8 60', '#C2544F', 3),
      sheet('M-54 0C-54-24-40-40-22-44C-34-34-40-18-40 0C-42 10-54 10-54 0z', '#FFF1DF'),
      dot([-44, 20, 4], '#FFF1DF'),
    ),
  )
}

export function peaches(random: Random): string {
  const ripe = { skin: '#F8C9A0', blush: '#EE9486', deep: '#DD6A68' }
  const riper = { skin: '#F7BE98', blush: '#E9857B', deep: '#D25C5F' }
  const lean = between(random, -4, 4)
  return [
    groundShadow(160, 272, 116),
    layered(
      leaves(
        [
          [150, 236, 196],
          [176, 236, -14],
        ],
        { length: 118, width: 34, light: '#5E9A5C' },
      ),
    ),
    at([212, 150, 10 + lean, 0.9], peach(riper)),
    at([118, 176, -10 + lean, 1.04], peach(ripe)),
    layered(
      leaves(
        [
          [164, 256, 214],
          [164, 256, -34],
        ],
        { length: 88, width: 30 },
      ),
      leaves([[160, 262, -86]], { length: 62, width: 24, light: '#5E9A5C' }),
    ),
  ].join('')
}

/** Dried persimmons under their own frost, and a fresh one above. */
export function persimmons(random: Random): string {
  const fruit = (color: string, shade: string, frost: number) =>
    layered(
      sheet('M-60 0C-60-32-34-44 0-44C34-44 60-32 60 0C60 32 36 48 0 48C-36 48-60 32-60 0z', color),
      printed(
        sheet('M48-28C56-20 60-10 60 0C60 32 36 48 0 48C-10 48-22 46-30 43C30 40 52 10 48-28z', shade),
        sheet('M-46-4C-44-22-28-32-12-33C-26-26-34-16-35-2C-38 6-47 4-46-4z', '#FCDDB8'),
        sheet(
          repeat(frost, () =>
            stamp('M-5 0C-3-3 3-3 5 0C3 3-3 3-5 0z', [
              between(random, -44, 44),
              between(random, -18, 36),
              between(random, 0, 90),
            ]),
          ),
          '#FFF6E8',
        ),
      ),
      sheet('M-26-40C-16-46-8-40 0-50C8-40 16-46 26-40C20-32 12-34 0-28C-12-34-20-32-26-40z', '#6C7A3C'),
      printed(dot([0, -40, 5], '#4E5A2A')),
    )
  return [
    groundShadow(160, 272, 112),
    at([160, 134, 0, 1.02], fruit('#E2702F', '#C4551F', 0)),
    at([102, 204, -8], fruit('#CE6430', '#AD4A1E', 13)),
    at([216, 206, 8, 1.04], fruit('#D87037', '#B95423', 13)),
  ].join('')
}
