// The few things a cut-paper picture is made of. Numbers are rounded, as a picture is sent as text.

/** Draws numbers from 0 up to 1, the same ones for the same seed. */
export type Random = () => number

/** FNV-1a over the seed, then a small mixing generator. */
export function seededRandom(seed: string): Random {
  let state = 2_166_136_261
  for (const sign of seed) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 16_777_619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low)
}

/** One decimal is a third of a pixel at most. */
export function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** A sheet of paper cut along `d`. */
export function sheet(d: string, color: string, opacity = 1): string {
  const thin = opacity < 1 ? ` fill-opacity="${opacity}"` : ''
  return `<path d="${d}" fill="${color}"${thin}/>`
}

/** A thread or a cut: only a line; the picture's root rounds its ends. */
export function line(d: string, color: string, width: number): string {
  return `<path d="${d}" fill="none" stroke="${color}" stroke-width="${round(width)}"/>`
}

export function dot([x, y, r]: readonly [x: number, y: number, r: number], color: string): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(r)}" fill="${color}"/>`
}

type Ellipse = readonly [x: number, y: number, rx: number, ry: number, turn?: number]

export function oval([x, y, rx, ry, turn]: Ellipse, color: string): string {
  const turned = turn ? ` transform="rotate(${round(turn)} ${round(x)} ${round(y)})"` : ''
  return `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(rx)}" ry="${round(ry)}" fill="${color}"${turned}/>`
}

type Place = readonly [x: number, y: number, turn?: number, scale?: number]

/** Parts drawn around 0 0, put somewhere, turned in degrees and scaled. */
export function at([x, y, turn, scale]: Place, ...parts: string[]): string {
  const turned = turn ? ` rotate(${round(turn)})` : ''
  const scaled = scale && scale !== 1 ? ` scale(${Math.round(scale * 100) / 100})` : ''
  return `<g transform="translate(${round(x)} ${round(y)})${turned}${scaled}">${parts.join('')}</g>`
}

/**
 * The outline `d` (absolute M, L, C, Q and z only) moved as `at` would move it.
 * Many outlines of one color so become one path.
 */
export function stamp(d: string, [x, y, turn = 0, scale = 1]: Place, precision = 10): string {
  const rounded = (value: number) => Math.round(value * precision) / precision
  const cos = Math.cos((turn * Math.PI) / 180) * scale
  const sin = Math.sin((turn * Math.PI) / 180) * scale
  return d.replace(/([A-Z]?) ?(-?[\d.]+)[ ,]?(-?[\d.]+)/g, (...match: string[]) => {
    const [, command = '', left, right] = match
    const [px, py] = [Number(left), Number(right)]
    const movedX = rounded(x + px * cos - py * sin)
    const movedY = rounded(y + px * sin + py * cos)
    return `${command}${command || movedX < 0 ? '' : ' '}${movedX}${movedY < 0 ? '' : ' '}${movedY}`
  })
}

/** A circle as an outline, to be one of many in a path. */
export function ring(x: number, y: number, r: number): string {
  const [left, width] = [round(r), round(r * 2)]
  return `M${round(x - r)} ${round(y)}a${left} ${left} 0 1 0 ${width} 0a${left} ${left} 0 1 0-${width} 0z`
}

/** Sheets lying on each other: each one throws a soft edge of shadow on what is under it. */
export function layered(...parts: string[]): string {
  return `<g stroke="#3A1F0E1E" stroke-width="6" paint-order="stroke">${parts.join('')}</g>`
}

/** What is printed or cut into a sheet and throws no shadow, inside `layered`. */
export function printed(...parts: string[]): string {
  return `<g stroke="none">${parts.join('')}</g>`
}

export function repeat(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('')
}

/** `from` with `share` (0 to 1) of `to` mixed in. */
export function mix(from: string, to: string, share: number): string {
  const channel = (hex: string, start: number) => Number.parseInt(hex.slice(start, start + 2), 16)
  const mixed = [1, 3, 5].map((start) =>
    Math.round(channel(from, start) * (1 - share) + channel(to, start) * share)
      .toString(16)
      .padStart(2, '0'),
  )
  return `#${mixed.join('')}`
}

/** Round specks: a thread without length shows only its round end. */
export function specks(points: readonly (readonly [x: number, y: number])[], color: string, size: number): string {
  return line(points.map(([x, y]) => `M${Math.round(x)} ${Math.round(y)}h0`).join(''), color, size)
}
