import { LEAF, leaf, leaves } from './leaves.ts'
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
  stamp,
} from './paper.ts'
import { groundShadow } from './scene.ts'
import { peppercorn } from './spices.ts'

const HEXAGON = 'M0-15L13-7L13 7L0 15L-13 7L-13-7z'

/** A cloth of red over a jar's mouth around 0 0, tied with string. */
function clothLid(): string {
  return layered(
    sheet('M-74 26L-62 16L-50 28L-36 17L-22 30L-8 18L8 30L22 18L38 29L50 17L64 28L74 16L58-4H-58z', '#8C1C13'),
    sheet('M-58 2C-66-26-34-40 0-40C34-40 66-26 58 2C30 10-30 10-58 2z', '#B32D20'),
    printed(
      sheet('M30-36C52-28 62-14 58 2C46 6 34 7 20 8C42-2 44-20 30-36z', '#8C1C13'),
      sheet(ring(-30, -18, 4) + ring(-6, -26, 4) + ring(-10, -6, 4) + ring(16, -14, 4) + ring(-44, -4, 3.5), '#F0B99A'),
    ),
    sheet('M-60-2C-30 7 30 7 60-2V8C30 17-30 17-60 8z', '#E0C48A'),
    line('M18 8c14 4 20 16 16 28M18 8c-4 10-2 20 6 30', '#E0C48A', 3.5),
  )
}

/** Honey in glass around 0 0, 150 wide, with a label of comb. */
function honeyJar(): string {
  return [
    layered(
      sheet(
        'M-54-70H54C76-56 80-40 80-16V70C80 92 68 100 46 100H-46C-68 100-80 92-80 70V-16C-80-40-76-56-54-70z',
        '#F6D58C',
      ),
      printed(
        sheet('M-72-34C-40-24-10-42 24-34C46-29 62-32 72-36V70C72 86 64 93 46 93H-46C-64 93-72 86-72 70z', '#E19A1C'),
        sheet('M40-33C56-31 66-34 72-36V70C72 86 64 93 46 93H-6C36 86 48 60 40-33z', '#C57E10'),
        sheet('M-66-10C-66 20-66 50-64 74L-56 78C-58 40-58 10-57-18z', '#FBE3A6'),
      ),
    ),
    layered(sheet('M-40 72V18C-40-8-22-22 0-22C22-22 40-8 40 18V72z', '#FFF6E0')),
    sheet(stamp(HEXAGON, [0, 8]) + stamp(HEXAGON, [14.5, 33]) + stamp(HEXAGON, [-14.5, 33]), '#F0BC55'),
    line(stamp(HEXAGON, [0, 58, 0, 0.9]), '#D9962A', 2.5),
    at([0, -72], clothLid()),
  ].join('')
}

/** A wooden dipper from 0 0 up to the right, honey running from it. */
function dipper(): string {
  return [
    line('M6-16L64-112', '#8A5729', 9),
    line('M8-22L62-112', '#B07A42', 3),
    layered(
      sheet('M-22-2C-30-22 0-44 20-32C38-20 24 12 6 20C-8 24-18 14-22-2z', '#B0763F'),
      printed(line('M-22-8L14 14M-17-20L21 4M-8-30L26-8M4-36L28-20', '#7A4A22', 4)),
      sheet('M-20 0C-12 8-2 14 8 18C14 22 12 36 9 50C7 58-1 58-2 50C-2 40-6 34-10 30C-14 26-24 12-20 0z', '#EBA624'),
    ),
    printed(line('M-12 10C-4 16 2 20 4 30', '#FCE3A0', 3)),
  ].join('')
}

export function honey(random: Random): string {
  const petals = 'M0 0C-15-5-19-20-8-24C-4-25 0-21 0-17C0-21 4-25 8-24C19-20 15-5 0 0z'
  const bloom = (x: number, y: number, turn: number) => sheet(stamp(petals, [x, y, turn, 0.8]), '#FFFDF4')
  return [
    groundShadow(160, 276, 112),
    layered(
      leaves(
        [
          [92, 252, 196],
          [88, 246, 232],
          [96, 258, 164],
        ],
        { length: 58, width: 22, light: '#6FA05A', dark: '#4E8249' },
      ),
    ),
    at([148, 172, between(random, -2, 2), 1.04], honeyJar()),
    layered(bloom(78, 250, 20), bloom(96, 262, -30), bloom(66, 268, 70), bloom(112, 272, 120), bloom(90, 280, 170)),
    at([240, 208, 4], dipper()),
    layered(sheet('M206 276C214 262 236 256 252 260C272 262 284 270 276 277C262 286 218 286 206 276z', '#E9A427')),
    printed(line('M222 271C232 266 244 265 254 267', '#FCE3A0', 3)),
  ].join('')
}

export function pepperJar(random: Random): string {
  const corns = Array.from({ length: 24 }, (_, index) => {
    const row = Math.floor(index / 6)
    const x = -50 + (index % 6) * 20 + (row % 2) * 4
    return peppercorn(random, [x + between(random, -3, 3), 82 - row * 22], index % 5 === 2)
  })
  return [
    groundShadow(160, 276, 112),
    at(
      [142, 170, 0, 1.02],
      layered(
        sheet(
          'M-54-66H54C70-56 76-44 76-24V82C76 96 68 102 52 102H-52C-68 102-76 96-76 82V-24C-76-44-70-56-54-66z',
          '#F4E9D8',
        ),
      ),
      ...[layered(...corns)],
      layered(sheet('M-72-28C-30-16 30-16 72-28V14C30 26-30 26-72 14z', '#FFF6E0')),
      printed(
        at([-14, 12, -66], leaf({ length: 30, width: 12 })),
        at([-10, 12, -30], leaf({ length: 34, width: 12 })),
        dot([-22, 2, 6], '#B92D20'),
        dot([-32, -6, 6], '#A3241A'),
        line('M26-14H56M26-2H50', '#C9AE7C', 3.5),
      ),
      printed(sheet('M-66 22C-66 50-66 66-64 84L-58 86C-60 60-60 40-60 24z', '#FFFDF8', 0.6)),
      layered(
        sheet('M-62-70H62V-92C62-100 56-102 50-102H-50C-56-102-62-100-62-92z', '#B0763F'),
        printed(
          sheet('M62-70V-92C62-100 56-102 50-102H26C36-98 38-84 36-70z', '#8A5729'),
          line('M-50-92H10M-50-80H16', '#D2A063', 2.5),
        ),
      ),
    ),
    at(
      [232, 236, -24],
      layered(
        sheet('M24-8C50-14 76-16 92-12C98-8 98 0 92 2C74 6 48 4 24 6z', '#8A5729'),
        oval([0, 0, 34, 22], '#B0763F'),
        printed(oval([0, -1, 28, 17], '#7A4A22')),
        sheet('M-26 2C-20-16-8-24 2-22C16-22 24-10 27 0C20 14-18 16-26 2z', '#A3301F'),
      ),
      printed(
        sheet(
          repeat(14, () => ring(between(random, -16, 18), between(random, -14, 8), 1.8)),
          '#D9674C',
        ),
      ),
    ),
    layered(
      peppercorn(random, [196, 276], true),
      peppercorn(random, [222, 282], false),
      peppercorn(random, [88, 280], false),
    ),
  ].join('')
}

export function oil(random: Random): string {
  const petal = 'M0 0C-8-3-10-12-4-14C0-15 4-15 6-13C10-9 6-2 0 0z'
  const flower = ([x, y]: readonly [number, number]) =>
    [8, 98, 188, 278].map((turn) => stamp(petal, [x, y, turn + between(random, -12, 12)])).join('')
  const sprigOf = (x: number, y: number) => {
    const heads = [
      [0, -60],
      [-22, -40],
      [22, -42],
      [-10, -16],
      [16, -14],
      [0, -36],
    ] as const
    const centres = heads.map(([dx, dy]) => ring(x + dx, y + dy, 3)).join('')
    return [
      line(`M${x} ${y + 90}V${y - 56}M${x} ${y}l-20-36M${x} ${y}l22-38`, '#7E9A4A', 3.5),
      layered(...heads.map(([dx, dy], index) => sheet(flower([x + dx, y + dy]), index % 2 ? '#F2B92E' : '#F9CE4B'))),
      sheet(centres, '#8A7A22'),
    ].join('')
  }
  return [
    groundShadow(160, 278, 106),
    sprigOf(84, 168),
    sprigOf(246, 178),
    layered(
      leaves(
        [
          [84, 236, -150],
          [246, 244, -30],
        ],
        { length: 54, width: 22, light: '#7FA956', dark: '#5F8C47' },
      ),
    ),
    at(
      [160, 172],
      layered(
        sheet(
          'M-20-110H20V-72C22-54 58-46 58-6V86C58 98 50 104 38 104H-38C-50 104-58 98-58 86V-6C-58-46-22-54-20-72z',
          '#F7DE9A',
        ),
        printed(
          sheet(
            'M-16-62C-14-44-51-40-51-4V84C-51 93-46 97-38 97H38C46 97 51 93 51 84V-4C51-40 14-44 16-62z',
            '#E9A81E',
          ),
          sheet('M16-62C14-44 51-40 51-4V84C51 93 46 97 38 97H0C32 90 38 30 16-10z', '#CC8A12'),
          sheet('M-44-4C-44-20-36-28-26-36C-32-20-35-8-35 8V66C-40 64-44 60-44 56z', '#FBE6A6'),
        ),
        sheet('M-25-112V-128C-25-134 25-134 25-128V-112z', '#A8281D'),
        sheet('M-58 14C-20 24 20 24 58 14V66C20 76-20 76-58 66z', '#FFF8E4'),
        printed(
          sheet('M-17 62V40C-17 28-9 21 0 21C9 21 17 28 17 40V62z', '#A8281D'),
          sheet(stamp(petal, [0, 47, -40]) + stamp(petal, [0, 47, 40]) + stamp(petal, [0, 47, 0]), '#F2B92E'),
        ),
      ),
    ),
  ].join('')
}

const VINEGAR_SIGN =
  'M-10.4-8.6V-14.5H-9.2V-8.6ZM-3.4-18.6-5.7-15.6H-19L-18.7-14.5H-13.5V-8.6H-14L-17.9-10.4V18.6H-17.2C-15.6 18.6-14.2 17.6-14.2 17.2V15.3H-5.5V17.9H-4.9C-3.6 17.9-1.9 17-1.9 16.8V-6.9C-1.1-7.1-.5-7.4-.3-7.7L-4-10.7-5.9-8.6H-6.1V-14.5H-.5C.1-14.5.5-14.7.6-15.2-.9-16.6-3.4-18.6-3.4-18.6ZM-10.4-5.9V-7.5H-9.2V1C-9.2 2.4-9 3-7.3 3H-5.5V7.5H-14.2V4.6C-10.7 1.6-10.4-2.9-10.4-5.9ZM-12.7-7.5V-5.9C-12.7-3.2-12.6.2-14.2 3.4V-7.5ZM-6.9-7.5H-5.5V.6H-6.6C-6.8.6-6.9.4-6.9 0ZM-14.2 14.2V8.6H-5.5V14.2ZM11.3 2.2V7.8H4.4V2.2ZM4.4 17.4V16.1H11.3V18.3H12C13.4 18.3 15.4 17.5 15.5 17.2V2.8C16.2 2.6 16.7 2.3 16.9 2L12.8-1.1 10.9 1H4.6L.3-.7V18.7H1C2.7 18.7 4.4 17.8 4.4 17.4ZM4.4 15V9H11.3V15ZM15.9-6.2 14.2-3.3H13.2V-10.4H16.8C17.3-10.4 17.7-10.6 17.8-11 16.7-12.3 14.8-14.2 14.8-14.2L13.2-11.6V-17C14.1-17.1 14.4-17.5 14.5-18L9.3-18.5V-11.5H5.9V-17C6.8-17.2 7.2-17.5 7.2-18L2-18.5V-11.5H-.9L-.6-10.4H2V-3.3H-1.8L-1.4-2.2H18C18.6-2.2 18.9-2.4 19-2.8 17.9-4.2 15.9-6.2 15.9-6.2ZM9.3-10.4V-3.3H5.9V-10.4Z'

export function vinegar(random: Random): string {
  return [
    groundShadow(160, 278, 110),
    at(
      [150, 178],
      layered(
        sheet('M-40-84H40C52-70 92-46 96 4C98 46 78 84 52 100H-52C-78 84-98 46-96 4C-92-46-52-70-40-84z', '#6E3F26'),
        printed(
          sheet('M40-84C52-70 92-46 96 4C98 46 78 84 52 100H6C60 76 76-10 26-84z', '#4C2917'),
          line('M-86-22C-40-10 40-10 86-22M-94 14C-50 28 50 28 94 14', '#8F5A38', 3),
          sheet('M-84-4C-80-34-60-52-44-60C-56-40-66-22-68 2C-72 16-84 10-84-4z', '#A87349'),
        ),
        sheet('M-50-86C-50-98-30-100 0-100C30-100 50-98 50-86C50-74-50-74-50-86z', '#8A5230'),
      ),
      at([0, -96, 0, 0.82], clothLid()),
      layered(sheet('M0-36L50 22L0 80L-50 22z', '#A8281D'), printed(line('M0-27L42 22L0 71L-42 22z', '#E7A92F', 2.2))),
      at([0, 22, 0, 1.2], sheet(VINEGAR_SIGN, '#FFF6E0')),
    ),
    at(
      [250, 254, between(random, -3, 3)],
      layered(
        oval([0, -8, 42, 12], '#F7F4EA'),
        printed(oval([0, -8, 36, 8.5], '#4A1E12'), oval([-8, -10, 14, 2.5], '#9A5A3C')),
        sheet('M-42-8C-40 16-24 26-14 27H14C24 26 40 16 42-8C30 2-30 2-42-8z', '#F7F4EA'),
        printed(line('M-36 4C-18 11 18 11 36 4', '#2F5C8A', 3)),
      ),
    ),
  ].join('')
}

const SAUCE_SIGN =
  'M-16.7-17.2-17-17C-15.6-15.7-13.9-13.4-13.4-11.4-9.3-9-6.4-16.7-16.7-17.2ZM-10 9.6V2.9H-5.4C-5.8 5.8-6.8 8-10 9.6ZM14-5.6 11.4-2.6H-17.7L-17.4-1.4H-5.3V1.7H-9.7L-14.5-.2V18.8H-13.8C-12 18.8-10 17.8-10 17.4V16.2H10V18.8H10.8C12.4 18.8 14.7 17.9 14.8 17.6V3.5C15.5 3.4 16 3 16.2 2.8L11.7-.6 9.6 1.7H5.2V-1.4H17.7C18.3-1.4 18.7-1.6 18.8-2 17-3.6 14-5.6 14-5.6ZM-10 10.1-9.8 10.4C-4.1 8.8-2.2 6.4-1.5 2.9H1.3V4.8C1.3 8.5 1.6 8.8 5.3 8.8H10V11H-10ZM-1.4 1.7C-1.2.8-1.2-.3-1.2-1.4H1.3V1.7ZM5.2 4.9V2.9H10V5.9H6C5.2 5.9 5.2 5.9 5.2 4.9ZM-10 12.2H10V15H-10ZM-18.2-8.1-16.2-3.2C-15.8-3.4-15.4-3.8-15.2-4.3-12.7-5.8-10.6-7.1-8.9-8.4V-3H-8.1C-6.4-3-4.4-3.7-4.4-4.1V-17.1C-3.4-17.3-3-17.7-2.9-18.2L-8.9-18.8V-10.3C-12.6-9.2-16.2-8.4-18.2-8.1ZM7.8-17.5 1.6-18.8C.5-15.4-1.8-11.3-4-8.9L-3.6-8.5C-2.1-9.3-.5-10.3.9-11.5 1.5-10.7 2-9.6 2-8.7 5.1-6.2 8.8-11.6 1.9-12.3L3.3-13.6H10.9C7.9-8.9 3.1-5.7-3.5-3.5L-3.2-3C6.6-4.4 12.2-7.7 16-13 16.9-13 17.5-13.2 17.8-13.6L13.4-17 11.2-14.8H4.4C5.2-15.5 5.8-16.2 6.3-17 7.4-16.9 7.7-17.1 7.8-17.5Z'

export function sauce(random: Random): string {
  const flakes = (color: string, count: number) =>
    sheet(
      repeat(count, () =>
        stamp('M-5 0C-3-4 3-4 5 0C3 3-3 3-5 0z', [
          between(random, -62, 62),
          between(random, -26, 76),
          between(random, 0, 180),
        ]),
      ),
      color,
    )
  const chili = at(
    [0, 0],
    sheet('M-70 0C-60-14-20-20 30-14C40-12 46-6 46 0C44 10 34 13 20 12C-20 12-50 10-70 4C-73 3-73 1-70 0z', '#C43325'),
    printed(
      sheet('M46 0C44 10 34 13 20 12C-20 12-50 10-70 4C-30 4 20 8 46 0z', '#96190F'),
      line('M-40-6C-20-10 4-10 22-8', '#F6B49C', 3),
    ),
    sheet('M40-12C50-12 56-8 58-4C66-6 72-10 78-8C76-2 68 2 60 4C56 8 48 12 42 11C48 4 46-6 40-12z', LEAF),
  )
  return [
    groundShadow(160, 278, 112),
    at(
      [160, 170, 0, 1.04],
      layered(
        sheet(
          'M-58-62H58C76-52 80-38 80-20V76C80 92 70 98 52 98H-52C-70 98-80 92-80 76V-20C-80-38-76-52-58-62z',
          '#F3C9A6',
        ),
      ),
      sheet('M-72-34C-40-26 30-40 72-34V75C72 86 66 91 52 91H-52C-66 91-72 86-72 75z', '#A62C1A'),
      flakes('#D9532F', 16),
      flakes('#6E150B', 11),
      sheet(
        repeat(8, () => ring(between(random, -60, 60), between(random, -24, 74), 2.4)),
        '#F4CE78',
      ),
      printed(sheet('M-66-14C-66 20-66 50-64 72L-57 76C-59 40-59 10-58-20z', '#F8C7A4', 0.75)),
      layered(dot([0, 28, 42], '#FFF6E0')),
      line(`${ring(0, 28, 36)}`, '#A8281D', 2.2),
      at([0, 28, 0, 1.15], sheet(SAUCE_SIGN, '#7F1A13')),
      at([0, -64, 0, 1.02], clothLid()),
    ),
    layered(
      at([92, 272, -12, 0.82], chili),
      `<g transform="translate(238 270) scale(-.86 .86) rotate(-14)">${chili}</g>`,
    ),
    printed(line(`M${round(between(random, 196, 200))} 286h6`, '#C43325', 3)),
  ].join('')
}
