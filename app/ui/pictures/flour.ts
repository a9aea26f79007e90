import { LEAF, wheatEar } from './leaves.ts'
import { at, between, layered, line, oval, printed, type Random, repeat, ring, round, sheet } from './paper.ts'
import { groundShadow } from './scene.ts'

/** A sack of stone-ground flour, its mouth rolled down, with a scoop and ears of wheat. */
export function flour(random: Random): string {
  const sack = layered(
    sheet('M-70-40C-84 0-88 60-74 104C-40 112 40 112 74 104C88 60 84 0 70-40z', '#E9D6B0'),
    printed(
      sheet('M44-40C62 10 62 70 40 109C54 108 66 106 74 104C88 60 84 0 70-40z', '#D3BA8A'),
      line('M-60-10C-66 30-68 60-62 92M-40 30C-44 56-44 76-40 100', '#C9AE7C', 2.5),
    ),
    sheet('M-80-44C-62-66-30-92 2-90C34-88 62-66 80-44C60-30-60-30-80-44z', '#FFFDF6'),
    printed(sheet('M24-84C48-76 68-58 80-44C66-34 30-33 6-32C40-42 46-62 24-84z', '#EFE8D8')),
    sheet('M-82-46C-60-30 60-30 82-46C92-34 88-20 78-16C50-4-50-4-78-16C-88-20-92-34-82-46z', '#F3E4C4'),
    printed(line('M-74-28C-40-16 40-16 74-28', '#D3BA8A', 2.5)),
  )
  const stamped = at(
    [0, 44],
    sheet('M-30 34V2C-30-16-17-30 0-30C17-30 30-16 30 2V34z', '#A8281D'),
    at([0, 30, 0, 0.62], wheatEar(72, random)),
  )
  return [
    groundShadow(160, 276, 108),
    layered(
      at([104, 240, -14, 1.12], wheatEar(138, random)),
      at([92, 250, -26, 1], wheatEar(120, random)),
      at([234, 244, 22, 1.06], wheatEar(128, random)),
    ),
    at([162, 166], sack, stamped),
    at(
      [206, 100, 32],
      layered(
        sheet('M-34 0C-34-20-20-28 0-28C20-28 34-20 34 0C22 8-22 8-34 0z', '#FFFDF6'),
        sheet('M-36-2C-20 8 20 8 36-2C36 26 20 40 0 40C-20 40-36 26-36-2z', '#B0763F'),
        printed(sheet('M20 4C30 2 36-2 36-2C36 26 20 40 0 40C18 32 24 18 20 4z', '#8A5729')),
        sheet('M-6-60C-8-66 8-66 6-60L7-26C4-22-4-22-7-26z', '#8A5729'),
      ),
    ),
  ].join('')
}

/** Strands beside each other from the top to the foot, spreading at both ends. */
function strands(count: number, { spread, waist, height }: { spread: number; waist: number; height: number }): string {
  return repeat(count, (index) => {
    const side = (index / (count - 1)) * 2 - 1
    const [far, near] = [round(side * spread), round(side * waist)]
    return `M${far} ${-height}C${far} ${-height * 0.4} ${near}-24 ${near} 0C${near} 24 ${far} ${height * 0.4} ${far} ${height}`
  })
}

/** Dried noodles in bundles, held by bands of red paper. */
export function noodles(random: Random): string {
  const bundle = (tone: string) =>
    layered(
      sheet(
        'M-44-92C-42-40-27-24-27 0C-27 24-42 40-44 92C-20 96 20 96 44 92C42 40 27 24 27 0C27-24 42-40 44-92C20-98-20-98-44-92z',
        tone,
      ),
      printed(
        line(strands(9, { spread: 40, waist: 24, height: 90 }), '#D9B877', 2),
        line(strands(4, { spread: 30, waist: 17, height: 88 }), '#FFFBEC', 2),
      ),
      sheet('M-29-22C-10-16 10-16 29-22V22C10 28-10 28-29 22z', '#A8281D'),
      printed(
        line('M-29-15C-10-9 10-9 29-15M-29 15C-10 21 10 21 29 15', '#E7A92F', 2.4),
        sheet('M-8 10V-2C-8-14 8-14 8-2V10z', '#F7E6BD'),
      ),
    )
  return [
    groundShadow(160, 276, 110),
    layered(at([226, 262, 24], wheatEar(158, random)), at([94, 262, -24], wheatEar(156, random))),
    at([104, 182, -15, 0.9], bundle('#F0D9A6')),
    at([218, 182, 15, 0.9], bundle('#F0D9A6')),
    at([160, 176, 0, 1.04], bundle('#F7E6BD')),
  ].join('')
}

/** A skein around 0 0, looped at both ends and tied in the middle. */
function skein(random: Random): string {
  const loops = (first: number) =>
    repeat(4, (index) => {
      const k = first + index * 2
      const end = Math.round(62 + k * 6 + between(random, -3, 3))
      const side = (way: number) =>
        `M0-${3 + k * 2}C${way * 44}-${8 + k * 6} ${way * end}-${10 + k * 5} ${way * end} 0C${way * end} ${10 + k * 5} ${way * 44} ${8 + k * 6} 0 ${3 + k * 2}`
      return side(1) + side(-1)
    })
  return layered(
    sheet('M0-19C44-56 110-50 110 0C110 50 44 56 0 19C-44 56-110 50-110 0C-110-50-44-56 0-19z', '#B9A99B'),
    printed(line(loops(0), '#EDE4DA', 5), line(loops(1), '#FBF7F0', 4.4)),
    sheet('M-17-23C-6-18 6-18 17-23V23C6 18-6 18-17 23z', '#A8281D'),
    printed(line('M-17-15C-6-11 6-11 17-15M-17 15C-6 11 6 11 17 15', '#E7A92F', 2.4)),
  )
}

/** Sweet-potato noodles in skeins, glassy and faintly grey, with what they are made of. */
export function vermicelli(random: Random): string {
  const whole = layered(
    sheet('M-62 6C-56-20-24-30 4-28C34-28 54-14 70-2C56 18 26 30-4 28C-30 28-54 22-62 6z', '#A9555A'),
    printed(
      sheet('M70-2C56 18 26 30-4 28C-22 28-40 25-52 18C0 22 44 14 70-2z', '#87393F'),
      line('M-34-6l8-3M-8 4l9-2M18-10l8 2M-20 14l6-1', '#6E2F33', 2.6),
      line('M-46-4C-38-16-22-21-6-21', '#D08A8C', 4),
    ),
  )
  const cut = layered(
    sheet('M-34 0C-34-26-16-36 4-34C40-30 62-12 70 2C56 22 30 34 2 34C-18 34-34 22-34 0z', '#B0595E'),
    oval([-4, 0, 30, 34], '#93444A'),
    printed(
      oval([-4, 0, 26, 30], '#F3C583'),
      oval([-4, 0, 18, 22], '#F8D79F'),
      line('M-10-12l4 4M2-6l4 3M-12 6l5 2M0 12l4-3', '#E0A75C', 2.6),
    ),
  )
  return [
    groundShadow(160, 284, 118),
    at([164, 126, -7 + between(random, -2, 2), 0.98], skein(random)),
    at([156, 190, 5 + between(random, -2, 2), 1.08], skein(random)),
    at([96, 252, -6, 0.98], whole),
    at([208, 254, 4, 0.94], cut),
  ].join('')
}

/** Hand-pressed noodles in hot broth, lifted by chopsticks. */
export function noodleBowl(random: Random): string {
  const lifted = repeat(7, (index) => {
    const x = -27 + index * 9
    return `M${x}-92C${round(x + between(random, -5, 5))}-60 ${round(x * 1.2)}-40 ${round(x * 1.3)}-6`
  })
  const loops = repeat(7, (index) => {
    const x = -62 + index * 18
    return `M${x} 2C${x + 4}-16 ${x + 26}-16 ${x + 30} 0`
  })
  const onion = repeat(6, () => ring(between(random, -64, 64), between(random, -4, 9), 4.5))
  const chili = repeat(7, () => ring(between(random, -66, 66), between(random, -5, 9), 2.6))
  return [
    groundShadow(160, 284, 104),
    at(
      [160, 186, 0, 1.08],
      layered(
        oval([0, 0, 98, 25], '#F4F1E6'),
        printed(oval([0, 0, 90, 20], '#B8402A'), oval([-6, 2, 74, 14], '#D2603A')),
      ),
      `<g stroke-width="7" fill="none"><path d="${loops}" stroke="#C4A46C"/></g>`,
      line(loops, '#EFDCAE', 5),
      layered(
        sheet('M28 6C24-14 48-30 66-22C80-14 78 6 66 12C52 18 34 16 28 6z', '#FFFDF6'),
        printed(sheet(ring(53, -4, 11), '#F0A93A'), sheet(ring(50, -8, 3), '#FBE2A8')),
      ),
      line(lifted, '#B8935A', 8),
      line(lifted, '#F3E2B8', 5.5),
      printed(sheet(onion, LEAF), sheet(chili, '#8C170E')),
      layered(
        sheet('M-98 0C-96 52-66 82-36 88H36C66 82 96 52 98 0C88 18 46 26 0 26C-46 26-88 18-98 0z', '#F7F4EA'),
        printed(
          sheet('M98 0C96 52 66 82 36 88H-2C44 78 68 46 74 17C86 12 95 7 98 0z', '#DDE0DC'),
          line('M-88 24C-72 38-38 46 0 46C38 46 72 38 88 24', '#2F5C8A', 4),
          line('M-66 50c10 10 16-8 26 2s16-4 26 4 16-6 26 0 16-6 26-2 10-6 18-12', '#2F5C8A', 3.2),
        ),
        sheet('M-38 86H38L42 96H-42z', '#E6E6DE'),
      ),
      layered(sheet('M-40-98L112-132L113-127L-40-90z', '#7A4A2A'), sheet('M-42-86L116-112L116-107L-42-78z', '#8F5A34')),
    ),
  ].join('')
}
