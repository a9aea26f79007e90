import { apple, RED_APPLE } from './fruits.ts'
import { leaves, wheatEar } from './leaves.ts'
import { at, between, dot, layered, line, oval, printed, type Random, repeat, round, sheet } from './paper.ts'
import { groundShadow } from './scene.ts'
import { peppercorn } from './spices.ts'

/** An open box of apples, each in its collar of paper. */
export function appleGift(random: Random): string {
  const fruit = (x: number, y: number) => at([x, y, between(random, -8, 8), 0.56], apple(random, RED_APPLE))
  return [
    groundShadow(160, 286, 126),
    layered(
      sheet('M56 188L72 84H248L264 188z', '#8C1C13'),
      printed(
        sheet('M80 180L92 96H228L240 180z', '#A8281D'),
        line('M92 104H228', '#E7A92F', 2.5),
        at(
          [160, 176, 0, 0.9],
          sheet('M-28 0V-34C-28-52-16-64 0-64C16-64 28-52 28-34V0z', '#E7A92F'),
          at([0, -4, 0, 0.62], wheatEar(70, random)),
        ),
      ),
      sheet('M48 188H272L262 214H58z', '#6E1710'),
    ),
    fruit(96, 176),
    fruit(160, 172),
    fruit(224, 176),
    fruit(124, 196),
    fruit(194, 196),
    layered(
      sheet('M44 208H276L264 280H56z', '#B32D20'),
      printed(
        sheet('M236 208H276L264 280H226z', '#96211A'),
        line('M54 220H266M62 270H258', '#E7A92F', 2.5),
        sheet('M60 262C90 244 120 262 150 250C190 238 220 258 256 246L254 264H62z', '#C9452F'),
      ),
      sheet('M136 266V240C136 224 146 216 160 216C174 216 184 224 184 240V266z', '#FFF6E2'),
      at([160, 244, 0, 0.24], apple(random, RED_APPLE)),
    ),
  ].join('')
}

/** A carrying box with arched windows, a jar of honey behind each. */
export function honeyGift(random: Random): string {
  const jar = (x: number) =>
    at(
      [x, 224],
      layered(
        sheet('M-40 38V-30C-40-56-22-72 0-72C22-72 40-56 40-30V38z', '#6E4A14'),
        printed(sheet('M-34 38V-30C-34-52-19-66 0-66C19-66 34-52 34-30V38z', '#FCEBC0')),
        sheet('M-24-24H24C30-18 32-12 32-4V38H-32V-4C-32-12-30-18-24-24z', '#E39F20'),
        printed(
          sheet('M8-24H24C30-18 32-12 32-4V38H12C18 20 18-6 8-24z', '#C57E10'),
          sheet('M-26-8V28H-20V-14z', '#FBE3A6'),
        ),
        sheet('M-25-24V-36C-25-40 25-40 25-36V-24z', '#8C1C13'),
      ),
      dot([0, 12, 13], '#FFF6E0'),
      sheet('M0 4L7 8V16L0 20L-7 16V8z', '#E7A92F'),
    )
  return [
    groundShadow(160, 284, 120),
    line('M112 112C112 62 208 62 208 112', '#8A5729', 8),
    layered(
      sheet('M54 136L84 106H236L266 136z', '#D18F1A'),
      printed(sheet('M96 112H224L236 126H82z', '#E7A92F')),
      sheet('M54 134H266V282H54z', '#F0BC55'),
      printed(
        sheet('M246 134H266V282H246z', '#D9A03A'),
        sheet('M54 266C100 250 140 270 180 258C220 248 240 262 266 254V282H54z', '#D9962A'),
        line('M66 146H254', '#A86E12', 2.5),
      ),
    ),
    jar(108),
    jar(212),
    layered(sheet('M146 128L160 120L174 128V250L160 240L146 250z', '#A8281D'), dot([160, 142, 18], '#C23A2B')),
    line('M152 142C154 134 166 134 168 142C166 150 154 150 152 142M160 134v-6M160 156v-6', '#FBE3A6', 2.5),
    printed(line(`M84 96l-10-${round(between(random, 8, 14))}M236 96l10-10`, '#D9962A', 3)),
  ].join('')
}

/** A box of the market: arch, terraces and sun on its front, a bow on its lid, and a little of everything before it. */
export function gift(random: Random): string {
  const bow = layered(
    sheet('M0 0C-14-34-58-44-66-22C-70-2-30 8 0 0z', '#E7A92F'),
    sheet('M0 0C14-34 58-44 66-22C70-2 30 8 0 0z', '#E7A92F'),
    printed(sheet('M-4-4C-20-22-46-30-52-18C-52-8-24-2-4-4zM4-4C20-22 46-30 52-18C52-8 24-2 4-4z', '#C4851A')),
    sheet('M-4 2C-14 20-30 34-44 38L-34 46C-16 38-2 20 4 4z', '#F0BC55'),
    sheet('M4 2C14 20 30 34 44 38L34 46C16 38 2 20-4 4z', '#F0BC55'),
    dot([0, -2, 11], '#F7D27C'),
  )
  return [
    groundShadow(160, 284, 122),
    layered(
      sheet('M66 138H254V276H66z', '#B32D20'),
      printed(sheet('M226 138H254V276H226z', '#96211A')),
      sheet('M56 104H264V142H56z', '#C23A2B'),
      printed(sheet('M236 104H264V142H236z', '#A8281D'), line('M66 132H254', '#E7A92F', 2.5)),
      sheet('M146 104H174V142H146z', '#E7A92F'),
      sheet('M114 276V216C114 184 134 164 160 164C186 164 206 184 206 216V276z', '#FFF6E2'),
      printed(
        dot([160, 200, 15], '#E7A92F'),
        sheet('M114 226C134 214 150 232 170 224C186 218 196 224 206 220V276H114z', '#C9452F'),
        sheet('M114 248C134 238 152 254 172 246C188 240 198 246 206 242V276H114z', '#8C1C13'),
        line('M114 238C134 227 151 243 171 235C187 229 197 235 206 231', '#FFF6E2', 2.5),
      ),
    ),
    at([160, 102, between(random, -2, 2)], bow),
    at([84, 254, -8, 0.42], apple(random, RED_APPLE)),
    layered(
      peppercorn(random, [222, 268], false),
      peppercorn(random, [242, 274], true),
      peppercorn(random, [236, 254], false),
    ),
  ].join('')
}

/** A basket of split bamboo around 0 0, 200 wide, with what is put in it behind its front. */
export function basket(inside: string): string {
  const weave = repeat(4, (row) => {
    const [half, y] = [88 - row * 4, 46 + row * 14]
    return repeat(9, (index) => {
      const x = -half + ((index + (row % 2) * 0.5) * half * 2) / 9.2
      return `M${Math.round(x)} ${Math.round(y - (x / half) ** 2 * 12)}h${Math.round(half / 9)}`
    })
  })
  return [
    line('M-86 0C-80-120 80-120 86 0', '#8A5F2A', 11),
    line('M-86 0C-80-120 80-120 86 0', '#C99A52', 5),
    layered(oval([0, 0, 100, 22], '#8A5F2A'), printed(oval([0, 1, 90, 16], '#5E3D1A'))),
    inside,
    layered(
      sheet('M-100 0C-60 26 60 26 100 0C98 36 90 72 78 92C40 104-40 104-78 92C-90 72-98 36-100 0z', '#C08E48'),
      printed(
        sheet('M100 0C98 36 90 72 78 92C60 98 36 101 10 101C50 90 70 50 72 12C84 9 94 5 100 0z', '#9A6E32'),
        line(weave, '#F0D6A0', 5),
        line('M-94 34C-50 50 50 50 94 34M-86 66C-44 80 44 80 86 66', '#8A5F2A', 2.5),
      ),
      sheet('M-104-4C-60 24 60 24 104-4V10C60 38-60 38-104 10z', '#D9AE66'),
    ),
  ].join('')
}

export function marketBasket(random: Random): string {
  const filling = [
    layered(at([-56, 6, -18], wheatEar(112, random)), at([-34, 4, -4], wheatEar(120, random))),
    layered(
      leaves(
        [
          [30, 0, -60],
          [46, 2, -30],
          [20, 0, -92],
        ],
        { length: 84, width: 30, light: '#6FA05A', dark: '#4E8249' },
      ),
    ),
    at([-34, -18, -8, 0.56], apple(random, RED_APPLE)),
    at([44, -12, 10, 0.52], apple(random, { skin: '#DDA033', shade: '#B97F1E', streak: '#F2CB74' })),
    at([6, 2, 0, 0.5], apple(random, { skin: '#D65740', shade: '#B23A28', streak: '#F09A74' })),
  ].join('')
  return [groundShadow(160, 284, 110), at([160, 180, 0, 1.04], basket(filling))].join('')
}
