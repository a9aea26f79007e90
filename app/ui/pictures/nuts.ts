import { bowl, DARK_BOWL } from './grains.ts'
import { leaves } from './leaves.ts'
import { at, between, dot, layered, line, printed, type Random, repeat, ring, sheet } from './paper.ts'
import { groundShadow } from './scene.ts'

const WRINKLES =
  'M-40-34C-30-28-34-18-24-14M-52-10C-40-8-42 4-30 6M-46 22C-36 20-34 30-24 30M-20-48C-14-40-18-30-10-24M-22-2C-14 2-18 12-10 16M-20 40C-16 34-10 38-8 32M22-46C16-38 24-32 18-22M42-32C34-26 40-18 30-12M54-6C44-4 46 6 34 8M20-4C14 4 22 10 14 18M44 24C36 24 36 32 26 30M20 42C18 36 12 38 10 30'

/** A walnut in its shell around 0 0, 130 wide. */
function walnutShell(color: string, shade: string): string {
  return layered(
    sheet('M0-62C40-66 68-36 66 2C64 38 34 60 0 64C-34 60-64 38-66 2C-68-36-40-66 0-62z', color),
    printed(
      sheet('M44-50C60-38 67-18 66 2C64 38 34 60 0 64C-10 63-20 60-29 56C20 50 56 6 44-50z', shade),
      sheet('M-54-8C-52-30-38-44-22-48C-34-36-42-24-43-6C-45 2-54 0-54-8z', '#DDB380'),
      line(WRINKLES, '#6B4524', 3),
    ),
    sheet(
      'M-4-64C4-70 6-66 5-62C-2-30 8-6 3 24C2 44 6 54 2 66C-2 68-4 66-4 62C0 48-5 36-3 18C2-12-8-34-4-64z',
      '#5C3A1D',
    ),
  )
}

/** Half a kernel around 0 0: lobes as of a butterfly's wing. */
function kernelHalf(color: string, fold: string): string {
  return (
    sheet('M-2-40C14-52 34-44 34-28C46-24 48-8 40-2C48 10 42 26 30 26C28 40 10 44-2 36C-8 20-8-20-2-40z', color) +
    printed(
      line(
        'M6-32C14-36 22-30 20-22M32-24C26-20 24-12 30-8M8-12C16-14 22-6 16 0M38 0C30 0 26 8 30 14M8 12C16 8 22 16 18 22M28 24C24 20 18 26 16 32',
        fold,
        3,
      ),
    )
  )
}

/** A whole kernel, its two wings joined. */
function kernel(
  [x, y, turn, scale]: readonly [number, number, number, number],
  [color, fold]: readonly [string, string],
): string {
  return at(
    [x, y, turn, scale],
    kernelHalf(color, fold),
    `<g transform="scale(-1 1)">${kernelHalf(color, fold)}</g>`,
    printed(sheet('M-4-34C0-20 0 20-4 32C2 36 6 32 4 28C2 10 2-14 4-30C4-38-2-40-4-34z', fold)),
  )
}

const GOLD = ['#DDA961', '#9A6630'] as const
const PALE = ['#EBC383', '#B07A3C'] as const

export function walnuts(random: Random): string {
  const open = layered(
    sheet('M0-62C40-66 68-36 66 2C64 38 34 60 0 64C-34 60-64 38-66 2C-68-36-40-66 0-62z', '#8E6236'),
    printed(dot([0, 1, 55], '#F2DDB6'), dot([0, 1, 51], '#C89A62')),
    kernel([0, 1, 8, 1.08], PALE),
  )
  return [
    groundShadow(160, 276, 120),
    layered(
      leaves(
        [
          [196, 96, -32],
          [196, 96, -92],
          [196, 96, 16],
        ],
        { length: 78, width: 30 },
      ),
    ),
    at([170, 130, 12 + between(random, -6, 6), 0.94], walnutShell('#C0905A', '#96693A')),
    at([98, 200, -16 + between(random, -6, 6), 1.08], walnutShell('#CC9C66', '#A37544')),
    at([216, 212, 6, 1.06], open),
  ].join('')
}

export function walnutKernels(random: Random): string {
  const heap = layered(
    kernel([-44, -22, -30, 0.78], GOLD),
    kernel([46, -22, 34, 0.78], GOLD),
    kernel([2, -50, between(random, -12, 12), 0.86], GOLD),
    kernel([-58, 4, 20, 0.6], PALE),
    kernel([58, 4, -16, 0.6], PALE),
    kernel([-18, -10, 62, 0.82], PALE),
    kernel([26, -6, -56, 0.82], PALE),
  )
  return [
    groundShadow(160, 284, 116),
    at([160, 188, 0, 1.12], bowl(DARK_BOWL, heap)),
    at([82, 258, -14, 0.5], walnutShell('#CC9C66', '#A37544')),
    layered(kernel([244, 268, -22, 0.62], PALE)),
  ].join('')
}

/** Eggs in a nest of straw, brown ones and pale ones. */
export function eggs(random: Random): string {
  const egg = (
    [x, y, turn, scale]: readonly [number, number, number, number],
    [shell, shade]: readonly [string, string],
  ) =>
    at(
      [x, y, turn, scale],
      sheet('M0-54C24-54 42-12 42 14C42 38 24 50 0 50C-24 50-42 38-42 14C-42-12-24-54 0-54z', shell),
      printed(
        sheet('M22-42C34-26 42-4 42 14C42 38 24 50 0 50C-8 50-16 48-22 46C20 40 34 0 22-42z', shade),
        sheet('M-28 2C-27-16-20-30-12-36C-16-22-18-10-18 4C-19 12-28 10-28 2z', '#FFFDF8', 0.8),
        sheet(
          repeat(5, () => ring(between(random, -20, 24), between(random, -26, 34), 1.6)),
          '#8A5A34',
          0.5,
        ),
      ),
    )
  const brown = ['#E6B183', '#CC9160'] as const
  const pale = ['#F8E8CE', '#E5CBA2'] as const
  const straw = (count: number, color: string) =>
    line(
      repeat(count, () => {
        const x = between(random, -112, 84)
        const y = between(random, 0, 62) - Math.abs(x + 14) * 0.16
        return `M${Math.round(x)} ${Math.round(y)}q${Math.round(between(random, 12, 22))} ${Math.round(between(random, -9, 12))} ${Math.round(between(random, 32, 46))} ${Math.round(between(random, -12, 8))}`
      }),
      color,
      4,
    )
  return [
    groundShadow(160, 282, 124),
    layered(sheet('M36 214C50 186 270 186 284 214C286 256 238 284 160 284C82 284 34 256 36 214z', '#9A6E2E')),
    layered(
      egg([112, 164, -18, 1], brown),
      egg([210, 164, 18, 1], pale),
      egg([160, 146, 2, 1.1], brown),
      egg([124, 204, -10, 0.98], pale),
      egg([192, 206, 10, 1], brown),
    ),
    layered(
      sheet(
        'M34 212C60 236 110 244 160 244C210 244 260 236 286 212C292 254 236 288 160 288C84 288 28 254 34 212z',
        '#C08E3E',
      ),
    ),
    at([160, 222], straw(26, '#8A6124'), straw(26, '#E3BC66'), straw(12, '#F4D78E')),
  ].join('')
}
