import { basket } from './boxes.ts'
import {
  at,
  between,
  layered,
  line,
  mix,
  oval,
  printed,
  type Random,
  repeat,
  ring,
  round,
  seededRandom,
  sheet,
  specks,
} from './paper.ts'
import { drawScene, groundShadow, HOURS, type Hour, ridge, sky, terrace } from './scene.ts'

const WIDE = { width: 640, height: 320 }

interface County {
  hour: Hour
  /** Between the middle and the near terrace. */
  behind: (random: Random) => string
  /** On the near terrace. */
  front: (random: Random) => string
}

/** A tree around its foot 0 0: trunk, crown of three sheets, and what hangs in it. */
function tree(
  random: Random,
  hung: { crown: readonly [string, string, string]; color: string; count: number; size: number },
): string {
  const points = Array.from({ length: hung.count }, () => {
    const [turn, out] = [between(random, 0, 6.28), Math.sqrt(random()) * 40]
    return [Math.cos(turn) * out, -76 + Math.sin(turn) * out * 0.78] as const
  })
  return [
    layered(
      sheet('M-7 0C-4-18-5-34-6-46H6C5-34 5-18 9 0z', '#5F4126'),
      sheet(`${ring(-26, -64, 30)}${ring(26, -62, 28)}`, hung.crown[2]),
      sheet(ring(2, -86, 36), hung.crown[1]),
      sheet(ring(-10, -94, 22), hung.crown[0]),
    ),
    specks(points, hung.color, hung.size),
  ].join('')
}

function orchard(random: Random): string {
  const crown = ['#7FA956', '#628F48', '#4B7A47'] as const
  return [92, 178, 264, 372, 470, 560]
    .map((x, index) =>
      at(
        [x, 246 + (index % 2) * 12, 0, 0.86 + (index % 3) * 0.12],
        tree(random, { crown, color: '#C4392B', count: 15, size: 11 }),
      ),
    )
    .join('')
}

/** A brick pagoda around its foot 0 0: storeys that grow narrower, eaves between them. */
function pagoda(storeys: number, [brick, shade]: readonly [string, string]): string {
  const storey = (index: number) => {
    const [half, y] = [34 - index * 3, -index * 19]
    return (
      sheet(`M${-half} ${y}V${y - 17}H${half}V${y}z`, brick) +
      printed(
        sheet(`M${round(half * 0.3)} ${y}V${y - 17}H${half}V${y}z`, shade),
        sheet(`M-4 ${y}v-8c0-6 8-6 8 0v8z`, '#4A2A17'),
      ) +
      sheet(
        `M${-half - 7} ${y - 16}C${-half} ${y - 19} ${-half} ${y - 21} ${-half + 4} ${y - 22}H${half - 4}C${half} ${y - 21} ${half} ${y - 19} ${half + 7} ${y - 16}z`,
        shade,
      )
    )
  }
  const top = -storeys * 19
  return layered(
    sheet('M-50 14V4H50V14z', shade),
    repeat(storeys, storey),
    sheet(`M-9 ${top}C-9 ${top - 12} 9 ${top - 12} 9 ${top}zM-2.5 ${top - 6}L0 ${top - 34}L2.5 ${top - 6}z`, shade),
  )
}

function locustGrove(random: Random): string {
  const crown = ['#A9C886', '#86AE6C', '#5F8F54'] as const
  return [84, 160, 252, 344, 436, 528, 590]
    .map((x, index) =>
      at(
        [x, 250 + (index % 2) * 14, 0, 0.92 + (index % 3) * 0.16],
        tree(random, { crown, color: '#FFFDF4', count: 26, size: 9 }),
      ),
    )
    .join('')
}

function persimmonTree(random: Random): string {
  const fruit = [
    [-78, -118],
    [-52, -146],
    [-22, -128],
    [-40, -98],
    [10, -158],
    [34, -130],
    [66, -146],
    [84, -112],
    [50, -98],
    [-96, -92],
    [4, -104],
    [104, -88],
  ] as const
  return [
    layered(
      sheet('M-14 0C-8-30-10-54-6-72H8C8-50 10-28 20 0z', '#4F3420'),
      sheet('M-6-66C-30-86-56-92-84-122L-80-126C-56-104-34-98-2-80z', '#4F3420'),
      sheet('M4-68C22-92 58-100 82-138L87-135C66-98 34-86 8-64z', '#4F3420'),
    ),
    line(
      'M-40-96C-46-118-50-130-54-146M-62-106C-78-106-88-100-98-92M0-74C2-104 6-132 10-158M40-98C38-116 36-124 34-132M60-110C78-108 92-100 104-88M-14-84C-20-104-22-116-22-128',
      '#4F3420',
      4.5,
    ),
    layered(...fruit.map(([x, y]) => oval([x + between(random, -3, 3), y + 8, 12.5, 11], '#DF7740'))),
    printed(
      specks(
        fruit.map(([x, y]) => [x - 4, y + 4] as const),
        '#FBD0A8',
        5,
      ),
    ),
    sheet(fruit.map(([x, y]) => `M${x - 7} ${y - 1}l7-4 7 4-7 3z`).join(''), '#5E6B34'),
  ].join('')
}

const COUNTIES: Record<string, County> = {
  xunyi: { hour: HOURS.spring, behind: () => '', front: orchard },
  changwu: {
    hour: HOURS.harvest,
    behind: () => at([448, 196, 0, 0.92], pagoda(7, ['#C58A52', '#94602F'])),
    front: (random) =>
      layered(
        sheet('M40 262V214H62V202H84V214H128V206H146V220H196V262z', '#C98F52'),
        printed(line('M48 226H190M44 240H194M46 252H192', '#A8703A', 2.5)),
      ) +
      line(
        'M230 262C330 250 470 276 640 258M212 272C330 262 470 286 640 270M200 283C330 274 470 296 640 282',
        '#FBE6A8',
        3,
      ) +
      specks(
        Array.from({ length: 30 }, () => [between(random, 230, 630), between(random, 262, 282)] as const),
        '#A8792A',
        4,
      ),
  },
  yongshou: { hour: HOURS.grove, behind: () => '', front: locustGrove },
  fufeng: {
    hour: HOURS.dusk,
    behind: () => at([330, 222, 0, 0.96], pagoda(9, ['#B9653E', '#84402A'])),
    front: () =>
      layered(
        ...[110, 214, 452, 556].map((x) =>
          sheet(
            `M${x - 30} 262V236H${x + 30}V262zM${x - 42} 238C${x - 26} 234 ${x - 20} 222 ${x - 12} 218H${x + 12}C${x + 20} 222 ${x + 26} 234 ${x + 42} 238z`,
            '#7A3A26',
          ),
        ),
      ),
  },
  chunhua: {
    hour: HOURS.loess,
    behind: () =>
      layered(
        sheet('M352 156H660V262H270C300 236 322 172 352 156z', '#DDA468'),
        printed(
          sheet(
            repeat(9, (index) => `M${362 + index * 34} ${178 + (index % 3) * 8}l19 62h-38z`),
            '#CB9257',
          ),
          sheet(
            repeat(9, (index) => `M${362 + index * 34} ${178 + (index % 3) * 8}l19 62h-16z`),
            '#B87C47',
          ),
          line('M356 164H640', '#F6D9AE', 3),
        ),
      ),
    front: (random) => at([208, 262, 0, 1.12], persimmonTree(random)),
  },
}

/** The county's tableland, 640 by 320, with the one thing it is known by; undefined for a county without a picture. */
export function drawCounty(countyId: string): string | undefined {
  const county = Object.hasOwn(COUNTIES, countyId) ? COUNTIES[countyId] : undefined
  if (!county) return undefined
  const random = seededRandom(countyId)
  const [far, middle, near] = county.hour.terraces
  const edge = (base: number, step: number) => ridge(random, { base, step, width: WIDE.width })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDE.width} ${WIDE.height}" width="${WIDE.width}" height="${WIDE.height}" stroke-linecap="round" stroke-linejoin="round">`,
    sky(random, county.hour, WIDE),
    terrace(edge(150, 22), far, WIDE),
    terrace(edge(190, 18), middle, WIDE),
    county.behind(random),
    terrace(edge(238, 10), near, WIDE),
    county.front(random),
    terrace(edge(294, 5), mix(near, '#5A3416', 0.13), WIDE),
    '</svg>',
  ].join('')
}

/** For lists with nothing in them yet: the basket is there, still empty. */
export function drawEmpty(): string {
  const random = seededRandom('empty')
  const subject = groundShadow(160, 284, 110) + at([160, 184], basket(''))
  return drawScene(random, HOURS.noon, subject)
}
