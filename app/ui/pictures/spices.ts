import { frond, LEAF, leaves } from './leaves.ts'
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

const REDS = ['#B92D20', '#A3241A', '#C9412E'] as const

/** Red husks around 0 0, about 30 wide: closed with a crescent of light, or burst open with the black seed in it. */
export function peppercorn(random: Random, [x, y]: readonly [x: number, y: number], isOpen: boolean): string {
  const red = REDS[Math.floor(random() * REDS.length)] ?? REDS[0]
  const turn = between(random, -70, 70)
  if (!isOpen)
    return (
      dot([x, y, 14], red) +
      printed(
        sheet(stamp('M9-10C15-4 15 9 4 13C10 5 12-3 9-10z', [x, y]), '#86190F'),
        sheet(ring(x - 5, y - 5, 3.2) + ring(x + 1, y + 4, 1.6), '#F0A48C'),
      )
    )
  return (
    dot([x, y, 13.5], '#7A150D') +
    printed(dot([x, y - 1, 8.6], '#1F1512'), line(`M${round(x - 4)} ${round(y - 2)}q1-5 6-5`, '#8C7B70', 2)) +
    sheet(stamp('M-3 15C-17 14-20-4-12-15C-13-3-9 5-1 7C9 6 13-2 13-13C20-3 16 13 3 15z', [x, y, turn]), red)
  )
}

/** A hanging bunch under `x y`. */
function bunch(random: Random, [x, y]: readonly [x: number, y: number], rows: readonly number[]): string {
  const berries = rows.flatMap((count, row) =>
    Array.from({ length: count }, (_, index) => {
      const across = x + (index - (count - 1) / 2) * 25 + between(random, -3, 3)
      const down = y + 28 + row * 22 + between(random, -3, 3)
      return peppercorn(random, [across, down], (index + row) % 3 === 1)
    }),
  )
  return line(`M${x} ${y}l-24 30M${x} ${y}v30M${x} ${y}l24 30`, '#8E6A3A', 2.6) + berries.join('')
}

export function pepperBranch(random: Random): string {
  const thorn = (x: number, y: number, turn: number) => at([x, y, turn], sheet('M-5 2Q0-2 0-16Q4-4 6 2z', '#8C4A2C'))
  const branch = [
    layered(
      at([112, 100, 208], frond(2, { length: 58, width: 13 })),
      at([176, 100, -64], frond(2, { length: 54, width: 13 })),
      at([224, 112, -6], frond(2, { length: 52, width: 12 })),
    ),
    line('M44 92C100 90 170 96 262 128', '#6B4226', 8),
    line('M50 90C104 88 168 94 240 117', '#8F6038', 2.5),
    thorn(84, 88, -14),
    thorn(148, 92, 8),
    thorn(206, 106, 16),
    layered(
      at([84, 94, 66], frond(2, { length: 62, width: 14 })),
      at([236, 122, 62], frond(2, { length: 62, width: 14 })),
      bunch(random, [112, 98], [3, 3, 2]),
      bunch(random, [190, 108], [3, 4, 3, 3, 1]),
    ),
  ]
  return at([160, 126, between(random, -3, 3), 1.12], at([-156, -94], ...branch))
}

/** A bundle of chillies hung up to dry, as under every eave in autumn. */
export function chiliString(random: Random): string {
  const chili = (color: string, shade: string) =>
    sheet('M-11 0C-15 26-13 58 6 84C8 88 12 86 11 81C6 56 14 30 11 0C6-6-6-6-11 0z', color) +
    printed(
      sheet('M4-4C8-2 11 0 11 0C14 30 6 56 11 81C2 58 0 28 4-4z', shade),
      line('M-6 8C-8 24-7 38-3 50', '#F6B49C', 3),
    ) +
    sheet('M-13 2C-10-8-4-10-3-18H3C4-10 10-8 13 2C6-2 4 4 0 4C-4 4-6-2-13 2z', LEAF)
  const rows = [
    [196, 4],
    [150, 5],
    [104, 4],
  ] as const
  const hung = rows.map(([y, count], row) =>
    repeat(count, (index) => {
      const side = index - (count - 1) / 2
      const turn = -side * 24 + between(random, -6, 6)
      const [color, shade] = (index + row) % 2 ? ['#B4281C', '#8C170E'] : ['#CF3B28', '#A3241A']
      return at([160 + side * 22, y - Math.abs(side) * 3, turn, 0.98], chili(color ?? '', shade ?? ''))
    }),
  )
  return [
    line('M160 28V96', '#A98545', 5),
    line('M156 40l8 8M156 54l8 8M156 68l8 8', '#7A5C2A', 2.5),
    layered(...hung),
    layered(sheet('M128 92C140 80 180 80 192 92C186 104 134 104 128 92z', '#C59A4E')),
    line('M136 90l8 8M152 87l6 11M168 87l-4 11M184 90l-8 8', '#8C6A30', 2.5),
  ].join('')
}

/** White flowers of the locust tree, hanging in bunches among round leaflets. */
export function locustFlower(random: Random): string {
  const round2 = { width: 20, light: '#5E9A5C', dark: '#427C50' }
  const petals = 'M0 0C-15-5-19-20-8-24C-4-25 0-21 0-17C0-21 4-25 8-24C19-20 15-5 0 0z'
  const raceme = ([x, y]: readonly [x: number, y: number], rows: number) => {
    let hearts = ''
    const blossom = (place: readonly [x: number, y: number, turn: number], color: string) => {
      hearts += stamp('M0 2C-6-3-5-9 0-13C5-9 6-3 0 2z', place)
      return sheet(stamp(petals, place, 1), color)
    }
    const blossoms = repeat(rows, (row) => {
      const spread = 24 * Math.sin(((row + 1.2) / (rows + 1.4)) * Math.PI)
      const down = y + 8 + row * 21
      return (
        blossom([x - spread, down, 60 + between(random, -12, 12)], '#FFFDF4') +
        blossom([x + spread, down + 6, -60 + between(random, -12, 12)], '#F4EFD8') +
        blossom([x + between(random, -5, 5), down + 8, 180 + between(random, -14, 14)], '#FFFDF8')
      )
    })
    return line(`M${x} ${y - 16}v${rows * 20}`, '#8FAE62', 3) + blossoms + printed(sheet(hearts, '#D9DC92'))
  }
  return [
    line('M50 84C110 70 200 72 272 96', '#6B4A2C', 7),
    layered(
      at([150, 76, -150], frond(3, { length: 74, ...round2 })),
      at([178, 76, -34], frond(3, { length: 76, ...round2 })),
      at([86, 80, 118], frond(3, { length: 74, ...round2 })),
      at([250, 90, 68], frond(3, { length: 78, ...round2 })),
    ),
    layered(raceme([108, 98], 5), raceme([220, 104], 5), raceme([164, 96], 7)),
  ].join('')
}

/** Shiitake: two seen from above with crackled caps, one lying with its gills. */
export function mushrooms(random: Random): string {
  const crack = repeat(11, (index) => {
    const x = -54 + index * 10.5
    const y = -22 - 22 * Math.cos((x / 70) * 1.5) + (index % 2) * 17 + between(random, -2, 2)
    return stamp('M-8 4C-3 1 0-1 0-8M0-8C-1 0 3 2 8 3M0 0L-1 8', [
      x,
      y,
      between(random, -30, 30),
      between(random, 0.8, 1.15),
    ])
  })
  const standing = (cap: string, shade: string) =>
    layered(
      sheet('M-20 10C-18 44-26 62-30 76C-14 86 16 86 30 76C24 58 18 40 20 10z', '#F7E9CF'),
      printed(sheet('M8 10C8 44 16 62 12 82C20 81 26 79 30 76C24 58 18 40 20 10z', '#E3CBA2')),
      sheet('M-58 20C-40 34 40 34 58 20L52 8H-52z', '#E9D2A8'),
      sheet('M-78 14C-80-34-40-60 0-60C40-60 80-34 78 14C60 24 40 8 0 8C-40 8-60 24-78 14z', cap),
      printed(
        sheet('M50-42C72-28 79-8 78 14C60 24 40 8 0 8C40 2 62-12 50-42z', shade),
        line(crack, '#F0DDBC', 3.2),
        sheet('M-60-10C-54-32-38-44-20-48C-36-38-44-26-48-8C-51-2-61-3-60-10z', '#C9996A'),
      ),
    )
  const gills = repeat(30, (index) => stamp('M19 0L51 0', [0, 0, index * 12]))
  const lying = layered(
    dot([0, 0, 62], '#7C4F2E'),
    printed(dot([0, 0, 54], '#F7E8CB'), line(gills, '#DDC296', 2.2), dot([0, 0, 21], '#E0C698')),
    dot([-3, -4, 17], '#FBF0DB'),
    printed(oval([-4, -6, 10, 9], '#EAD7B0')),
  )
  return [
    groundShadow(160, 274, 116),
    at([206, 148, 10, 0.84], standing('#8A5833', '#6B4024')),
    at([118, 178, -8, 1.04], standing('#98643B', '#744827')),
    at([226, 218, -14, 0.86], lying),
  ].join('')
}

/** Chinese cabbage in the middle, carrots and a tomato beside it. */
export function vegetables(random: Random): string {
  const outer = (turn: number, color: string) =>
    at(
      [160, 254, turn],
      sheet('M0 0C-34-16-50-70-42-118C-36-150-16-164 0-166C18-164 38-148 42-116C50-70 34-16 0 0z', color),
      printed(
        sheet('M-7 0C-14-50-10-100-3-128H3C10-100 14-50 7 0z', '#F4F4DC'),
        line('M-6-60L-30-88M6-60L30-88M-5-92L-24-118M5-92L24-118M-7-30L-30-52M7-30L30-52', '#DCE6B4', 3),
      ),
    )
  const carrot = (turn: number) =>
    at(
      [252, 262, turn],
      leaves(
        [
          [0, -62, -112],
          [0, -62, -68],
        ],
        { length: 36, width: 10, light: '#5E9A4C' },
      ),
      sheet('M-15-62C-8-70 8-70 15-62C16-40 8-12 1 8C0 10-2 10-3 8C-9-12-17-40-15-62z', '#E0702C'),
      printed(line('M-12-48h9M3-36h8M-8-24h7', '#B9521A', 2.5), line('M-7-58C-8-44-6-34-4-24', '#F6B27A', 3)),
    )
  return [
    groundShadow(160, 274, 120),
    layered(
      outer(-34, '#5B9048'),
      outer(34, '#4E8442'),
      outer(-17, '#7FB25A'),
      outer(17, '#74A853'),
      at([0, 0], outer(0, '#A6CC74')),
      carrot(30 + between(random, -4, 4)),
      carrot(8),
    ),
    layered(
      dot([82, 238, 37], '#CE3F2C'),
      printed(
        sheet('M104 210C122 224 122 256 96 271C108 252 112 230 104 210z', '#A62A1B'),
        sheet('M56 234C58 220 66 212 76 209C68 218 64 226 64 236C62 241 56 240 56 234z', '#F8BFA8'),
      ),
      sheet('M82 214l-18-8 12 0-4-12 11 9 9-10-2 12 14-2-15 10z', '#3F7A4E'),
    ),
  ].join('')
}
