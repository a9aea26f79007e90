import { between, dot, layered, line, mix, oval, type Random, round, sheet } from './paper.ts'

/** Paper of one hour of the day: the sky, the sun, and three terraces from far to near. */
export interface Hour {
  sky: string
  sun: string
  terraces: readonly [far: string, middle: string, near: string]
}

export const HOURS = {
  loess: { sky: '#FAE3C6', sun: '#FFF6E2', terraces: ['#F0CDA0', '#E2B57F', '#CF9A62'] },
  spring: { sky: '#EEF2DC', sun: '#FFFCEC', terraces: ['#D3DFAE', '#B4CA8A', '#8FAF6B'] },
  harvest: { sky: '#FDEFCB', sun: '#FFFAE8', terraces: ['#F6DC9C', '#EBC56F', '#D7A84B'] },
  dusk: { sky: '#FBE4D6', sun: '#FFF5E6', terraces: ['#F2C4A4', '#E3A27C', '#C97F5A'] },
  cloth: { sky: '#E1EAEE', sun: '#FFF8E6', terraces: ['#BFD1D8', '#97B3BF', '#6C8FA2'] },
  noon: { sky: '#F5ECDB', sun: '#FFFAEE', terraces: ['#E5D5B5', '#D2BC92', '#B89D70'] },
  grove: { sky: '#F7EFD8', sun: '#FFFBEC', terraces: ['#D6DDB2', '#A8BF8C', '#77996A'] },
} as const satisfies Record<string, Hour>

/** A tableland's edge from left to right: long flats and short steps down or up around `base`. */
export function ridge(random: Random, { base, step, width }: { base: number; step: number; width: number }): string {
  let x = -12
  let level = Math.round(base + between(random, -step, step) / 2)
  let d = `M${x} ${level}`
  while (x < width + 12) {
    const flat = Math.round(between(random, 34, 84))
    const slope = Math.round(between(random, 20, 38))
    const rise = Math.round(base + between(random, -step, step)) - level
    d += `h${flat}c${Math.round(slope * 0.55)} 0 ${Math.round(slope * 0.45)} ${rise} ${slope} ${rise}`
    x += flat + slope
    level += rise
  }
  return d
}

/** One terrace: its sheet, and a furrow that follows its edge. */
export function terrace(edge: string, color: string, box: { width: number; height: number }): string {
  const furrow = `<path d="${edge}" transform="translate(0 11)" fill="none" stroke="${mix(color, '#FFFDF8', 0.36)}" stroke-width="1.8"/>`
  return layered(sheet(`${edge}V${box.height + 12}H-12z`, color)) + furrow
}

/** Sky and sun; the sun stands left or right, in two rings of paper. */
export function sky(random: Random, hour: Hour, box: { width: number; height: number }): string {
  const side = random() < 0.5 ? 0.32 : 0.68
  const x = box.width * side + between(random, -14, 14)
  const y = box.height * 0.29 + between(random, -10, 10)
  const r = between(random, 40, 50)
  return [
    `<rect width="${box.width}" height="${box.height}" fill="${hour.sky}"/>`,
    dot([x, y, r * 1.5], mix(hour.sky, hour.sun, 0.45)),
    layered(dot([x, y, r], hour.sun)),
    cloud(random, box.width - x, y + between(random, 14, 40)),
  ].join('')
}

/** A long thin cloud, as the paper-cutters lay them. */
function cloud(random: Random, x: number, y: number): string {
  const length = between(random, 30, 52)
  const shape = `M${round(x - length)} ${round(y)}h${round(length * 1.5)}M${round(x - length * 0.4)} ${round(y + 10)}h${round(length * 1.5)}`
  return `<g opacity=".75">${line(shape, '#FFFDF8', 6)}</g>`
}

/** The shadow of what stands on the near terrace. */
export function groundShadow(x: number, y: number, halfWidth: number): string {
  return `<g opacity=".2">${oval([x, y, halfWidth, halfWidth * 0.11], '#3A1F0E')}</g>`
}

const SIDE = 320

/** A picture of `subject` before the tableland; seeds move the sun, the edges and the light. */
export function drawScene(random: Random, hour: Hour, subject: string): string {
  const box = { width: SIDE, height: SIDE }
  const warmth = between(random, 0, 0.16)
  const tinted = (color: string) => mix(color, random() < 0.5 ? '#FFF1D6' : '#E9B872', warmth)
  const light: Hour = {
    sky: mix(hour.sky, '#FFFDF8', warmth),
    sun: hour.sun,
    terraces: [tinted(hour.terraces[0]), tinted(hour.terraces[1]), tinted(hour.terraces[2])],
  }
  const [far, middle, near] = light.terraces
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}" width="${SIDE}" height="${SIDE}" stroke-linecap="round" stroke-linejoin="round">`,
    sky(random, light, box),
    terrace(ridge(random, { base: 172, step: 16, width: SIDE }), far, box),
    terrace(ridge(random, { base: 208, step: 13, width: SIDE }), middle, box),
    terrace(ridge(random, { base: 248, step: 9, width: SIDE }), near, box),
    terrace(ridge(random, { base: 297, step: 6, width: SIDE }), mix(near, '#5A3416', 0.13), box),
    subject,
    '</svg>',
  ].join('')
}
