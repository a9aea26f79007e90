import { leaves } from './leaves.ts'
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
  round,
  sheet,
  specks,
  stamp,
} from './paper.ts'
import { groundShadow } from './scene.ts'
import { peppercorn } from './spices.ts'

/** A round wooden board under what is served, around 0 0. */
function board(): string {
  return layered(
    sheet('M-128 0C-128-30-70-48 0-48C70-48 128-30 128 0C128 34 70 54 0 54C-70 54-128 34-128 0z', '#8A5729'),
    sheet('M-128-6C-128-36-70-54 0-54C70-54 128-36 128-6C128 26 70 44 0 44C-70 44-128 26-128-6z', '#C08A52'),
    printed(line('M-104-14C-60-30 60-34 104-12M-112 6C-50-8 50-8 112 8M-84 26C-30 16 30 16 84 26', '#A8733F', 2.4)),
  )
}

export function beef(random: Random): string {
  const steak = layered(
    sheet(
      'M-104 14C-112-34-70-70-18-76C34-82 100-62 106-12C110 26 74 44 34 52C2 60-20 82-56 74C-88 66-100 44-104 14z',
      '#7F2018',
    ),
    sheet(
      'M-104 4C-112-44-70-80-18-86C34-92 100-72 106-22C110 16 74 34 34 42C2 50-20 72-56 64C-88 56-100 34-104 4z',
      '#F7E3C6',
    ),
    printed(
      sheet(
        'M-92 2C-98-38-62-68-16-74C30-78 88-62 93-22C96 8 66 22 28 30C-4 38-24 58-54 52C-80 46-90 28-92 2z',
        '#B93A30',
      ),
      sheet(
        'M62-60C82-50 92-36 93-22C96 8 66 22 28 30C-4 38-24 58-54 52C-64 50-71 46-77 40C-20 40 70 6 62-60z',
        '#A02C24',
      ),
      line(
        'M-70-20C-50-34-38-22-20-36C-8-46 6-42 14-56M-60 10C-40-4-26 8-8-6C8-18 20-8 40-20C52-28 62-24 74-32M-48 36C-34 22-14 26 2 12C14 4 30 12 44 2M-20-58C-14-52-18-46-24-44M52-44C44-40 44-32 34-32M-78 8l10 6M20 20l12-4',
        '#F4D3BA',
        4,
      ),
      sheet('M-40-52C-30-62-14-66 2-66C-10-58-20-54-28-46C-34-42-44-46-40-52z', '#DB6A58'),
    ),
  )
  return [
    groundShadow(160, 284, 124),
    at([160, 226], board()),
    at([162, 176, between(random, -4, 2), 1.04], steak),
    layered(
      leaves(
        [
          [92, 240, -20],
          [94, 246, 20],
          [88, 238, -60],
        ],
        { length: 52, width: 16, light: '#6FA05A', dark: '#4E8249' },
      ),
      peppercorn(random, [222, 244], true),
      peppercorn(random, [246, 230], false),
      peppercorn(random, [198, 254], false),
    ),
  ].join('')
}

export function lamb(random: Random): string {
  const chop = (meat: string) =>
    at(
      [0, 0],
      sheet('M12-20C24-44 40-66 54-84C56-96 68-98 72-90C82-92 86-82 79-76C64-58 48-32 36-6z', '#FFF6E4'),
      printed(line('M64-78C50-60 36-40 27-20', '#D9C4A0', 3)),
      sheet('M-52 30C-60-4-34-34 4-32C40-30 60-4 52 26C46 54 16 66-14 62C-36 60-48 50-52 30z', '#F7E6CC'),
      printed(
        sheet('M-43 27C-48 2-28-22 2-22C32-21 50-2 43 22C38 44 12 54-12 52C-30 50-40 42-43 27z', meat),
        sheet('M30-12C42-3 47 8 43 22C38 44 12 54-12 52C-20 51-26 49-31 46C10 44 34 24 30-12z', '#9A352B', 0.8),
        line('M-26 8C-14-2-6 8 6-2M-18 30C-6 20 6 28 18 16', '#F2CDB6', 3.4),
        sheet('M-30 2C-26-8-16-13-6-14C-14-8-18-4-21 3C-24 8-31 8-30 2z', '#E08A78'),
      ),
    )
  return [
    groundShadow(160, 284, 124),
    at([160, 232], board()),
    layered(
      at([214, 178, 4, 1.1], chop('#B94A3E')),
      at([160, 184, -10, 1.16], chop('#C2554A')),
      at([102, 196, -24, 1.2], chop('#CB6055')),
    ),
    layered(
      leaves(
        [
          [224, 262, -12],
          [222, 262, -44],
          [226, 266, 18],
        ],
        { length: 46, width: 14, light: '#6FA05A', dark: '#4E8249' },
      ),
    ),
    specks(
      Array.from({ length: 18 }, () => [between(random, 130, 214), between(random, 246, 268)] as const),
      '#7A5A2A',
      4.4,
    ),
  ].join('')
}

/** A hen of the yard, cut the way paper birds are: body, wing and tail in rows of feathers. */
export function chicken(random: Random): string {
  const feather = 'M0 0C-12 6-14 24 0 34C14 24 12 6 0 0z'
  const row = ([x, y]: readonly [number, number], count: number) =>
    repeat(count, (index) => stamp(feather, [x + index * 19, y + index * 3, -32], 1))
  return [
    groundShadow(158, 280, 84),
    line(
      'M142 238V272M142 272l-16 8M142 272l4 9M142 272l18 7M178 236V268M178 268l-14 8M178 268l5 9M178 268l18 6',
      '#D9962A',
      5,
    ),
    layered(
      sheet('M222 180C250 150 272 108 262 84C286 100 290 150 262 190C250 208 232 214 222 206z', '#5A2A1C'),
      sheet('M214 178C232 140 244 106 232 80C262 94 268 148 244 188z', '#8C3A22'),
      sheet('M204 176C214 140 218 112 208 92C236 104 244 148 226 188z', '#C2602C'),
      sheet(
        'M84 132C86 96 108 74 130 78C146 82 150 104 156 124C170 152 200 150 232 162C246 190 236 232 196 246C152 258 100 244 88 204C82 182 82 152 84 132z',
        '#D98C3C',
      ),
      printed(
        sheet('M232 162C246 190 236 232 196 246C168 254 136 251 114 238C166 244 212 216 232 162z', '#B8672A'),
        sheet(
          'M84 132C86 96 108 74 130 78C146 82 150 104 156 124C150 146 138 158 120 158C104 158 90 150 84 132z',
          '#EDB35C',
        ),
        line('M92 140l6 14M106 148l3 14M122 150l-1 14M138 142l-5 14', '#B8672A', 3.4),
        sheet('M96 196C104 224 128 238 154 240C130 230 112 214 108 194C104 184 93 186 96 196z', '#F2C67E'),
      ),
      sheet('M126 172C150 156 202 160 232 184C218 224 166 236 136 216C122 206 118 184 126 172z', '#A84A22'),
      printed(
        sheet(row([142, 182], 4), '#D98C3C'),
        sheet(row([150, 200], 3), '#EDB35C'),
        line('M132 178C154 166 196 170 222 186', '#F2C67E', 2.6),
      ),
      sheet(
        'M98 84C86 74 92 58 102 62C102 50 116 48 118 58C126 48 138 54 134 64C144 64 144 76 136 82C124 78 108 78 98 84z',
        '#B92D20',
      ),
      sheet('M88 108C76 110 66 116 60 122C70 126 80 126 88 122z', '#E7A92F'),
      sheet('M86 124C78 130 76 148 84 152C94 150 96 134 92 124z', '#B92D20'),
    ),
    dot([106, 106, 6.5], '#2B1810'),
    dot([104, 104, 2], '#FFFDF8'),
    line(`M60 272l-6-18M68 272l2-${round(between(random, 16, 24))}M252 268l8-18M244 268l-2-14`, '#6F8F4E', 4),
  ].join('')
}

/** Half a bread before the whole one: baked above, its layers at the cut. */
function guokuiHalf(): string {
  return at(
    [210, 244, -6],
    layered(
      sheet('M-78 4C-72-34-34-52 2-52C40-52 72-32 78 4z', '#C98A40'),
      printed(
        sheet('M-70 4C-64-28-30-45 2-45C36-45 64-28 70 4z', '#EFC67E'),
        line(
          'M-30 0C-26-14-12-20 0-20C12-20 26-14 30 0M-54-8L-34-6M-38-30L-24-16M2-40V-22M40-32L26-16M58-10L36-6',
          '#C58A42',
          3.4,
        ),
        sheet(
          'M-52-14C-46-24-38-26-36-20C-38-12-50-6-52-14zM30-30C38-34 46-28 42-22C36-18 28-22 30-30z',
          '#B9722F',
          0.55,
        ),
      ),
      sheet('M-78 4H78C80 14 78 26 72 34C30 40-30 40-72 34C-78 26-80 14-78 4z', '#FBEED0'),
      printed(
        line(
          'M-66 13C-44 9-24 17-2 13C22 9 44 17 66 13M-64 22C-40 27-18 19 4 24C26 28 46 20 64 23M-58 31C-30 34 24 35 56 31',
          '#DDB77C',
          3,
        ),
        line('M-78 4C-80 14-78 26-72 34C-30 40 30 40 72 34C78 26 80 14 78 4', '#B9722F', 3.4),
      ),
    ),
  )
}

/** A thick round bread, baked in the pan until it shows its brown, and half of another. */
export function guokui(random: Random): string {
  const whorl = repeat(12, (index) => stamp('M22 0C40-4 52 8 78 4', [0, 0, index * 30]))
  const toasted = Array.from({ length: 9 }, (_, index) => {
    const turn = index * 40 + between(random, -12, 12)
    const out = between(random, 48, 80)
    return oval(
      [Math.cos(turn) * out, Math.sin(turn) * out, between(random, 8, 15), between(random, 6, 9), turn * 20],
      '#A8642A',
    )
  })
  const sesame = Array.from({ length: 26 }, () => {
    const [turn, out] = [between(random, 0, 6.28), between(random, 10, 88)]
    return [Math.cos(turn) * out, Math.sin(turn) * out] as const
  })
  return [
    groundShadow(160, 282, 122),
    at(
      [160, 166, between(random, -6, 6)],
      layered(
        dot([4, 12, 104], '#9A5F28'),
        dot([0, 0, 104], '#C98A40'),
        printed(
          dot([0, 0, 97], '#E9BC72'),
          dot([0, -2, 90], '#F0CB86'),
          `<g opacity=".5">${toasted.join('')}</g>`,
          line(whorl, '#C58A42', 3.4),
          dot([0, 0, 17], '#DDA556'),
          line('M-84-28C-78-52-62-70-40-80', '#FBEBC4', 5),
        ),
        specks(sesame, '#FFF6DC', 4.6),
      ),
    ),
    guokuiHalf(),
  ].join('')
}

const DEER =
  'M-20 16L-18 2C-22-2-22-8-18-9L-8-8C-2-9 4-9 8-14L10-22L6-28M10-22L16-28M10-22C16-22 20-19 20-16L14-13C14-6 12 0 8 3L10 16M-14 16L-10 4M4 16L3 4'

/** Deer cakes: plump and baked, each with the deer stamped in red on its crown. */
export function buns(random: Random): string {
  const bun = (stampTurn: number) =>
    layered(
      sheet('M-70 6C-72-36-40-58 0-58C40-58 72-36 70 6C74 40 40 50 0 50C-40 50-74 40-70 6z', '#F8E7C4'),
      printed(
        sheet('M46-46C62-34 71-16 70 6C74 40 40 50 0 50C-22 50-42 47-56 40C14 44 60 10 46-46z', '#E4C38C'),
        sheet('M-70 10C-66 36-36 44 0 44C36 44 66 36 70 10C76 40 40 50 0 50C-40 50-76 40-70 10z', '#C98F4A'),
        sheet('M-56-8C-54-30-38-44-20-48C-32-36-42-24-44-6C-46 0-56 0-56-8z', '#FFFBEE'),
      ),
      at(
        [4, -16, stampTurn],
        oval([0, 0, 31, 27], '#C23A2B'),
        printed(
          oval([0, 0, 27, 23], '#F8E7C4'),
          oval([0, 0, 24.5, 20.5], '#C23A2B'),
          at([0, 2, 0, 0.78], line(DEER, '#FBEBD0', 5)),
        ),
      ),
    )
  return [
    groundShadow(160, 280, 128),
    layered(
      sheet('M30 256C60 240 260 240 290 256C284 284 36 284 30 256z', '#8A5729'),
      sheet('M30 252C60 236 260 236 290 252C284 272 36 272 30 252z', '#B0763F'),
    ),
    at([160, 130, between(random, -3, 3), 0.98], bun(between(random, -8, 8))),
    at([98, 208, -2, 1.02], bun(between(random, -8, 8))),
    at([222, 208, 2, 1.02], bun(between(random, -8, 8))),
    line('M116 58c-6-8 6-14 0-22M160 48c-6-8 6-14 0-22M204 58c-6-8 6-14 0-22', '#FFFDF8', 4.5),
  ].join('')
}
