import * as boxes from './boxes.ts'
import * as flours from './flour.ts'
import * as fruits from './fruits.ts'
import * as grains from './grains.ts'
import * as jars from './jars.ts'
import * as meals from './meals.ts'
import * as nuts from './nuts.ts'
import { type Random, seededRandom } from './paper.ts'
import { drawScene, HOURS, type Hour } from './scene.ts'
import * as spices from './spices.ts'

/** What is drawn, at which hour; a kind sold many times over has other hours too, so that a list of it is not one picture. */
type Kind = readonly [hour: Hour, subject: (random: Random) => string, ...otherHours: Hour[]]

const KINDS = {
  pepper: [HOURS.loess, spices.pepperBranch, HOURS.harvest],
  'pepper-jar': [HOURS.grove, jars.pepperJar],
  chili: [HOURS.harvest, spices.chiliString],
  'locust-flower': [HOURS.cloth, spices.locustFlower],
  mushroom: [HOURS.grove, spices.mushrooms],
  vegetable: [HOURS.loess, spices.vegetables],
  apple: [HOURS.spring, fruits.apples, HOURS.loess, HOURS.cloth, HOURS.harvest],
  'apple-gift': [HOURS.grove, boxes.appleGift, HOURS.harvest, HOURS.cloth],
  'apple-chips': [HOURS.dusk, fruits.appleChips],
  kiwi: [HOURS.noon, fruits.kiwis],
  peach: [HOURS.grove, fruits.peaches],
  persimmon: [HOURS.loess, fruits.persimmons],
  honey: [HOURS.spring, jars.honey, HOURS.cloth, HOURS.dusk],
  'honey-gift': [HOURS.cloth, boxes.honeyGift],
  oil: [HOURS.cloth, jars.oil],
  vinegar: [HOURS.harvest, jars.vinegar],
  sauce: [HOURS.noon, jars.sauce],
  millet: [HOURS.spring, grains.millet],
  buckwheat: [HOURS.cloth, grains.buckwheat],
  soybean: [HOURS.loess, grains.soybeans],
  flour: [HOURS.harvest, flours.flour, HOURS.dusk, HOURS.cloth],
  noodles: [HOURS.dusk, flours.noodles, HOURS.grove, HOURS.cloth],
  vermicelli: [HOURS.grove, flours.vermicelli],
  'instant-noodles': [HOURS.noon, flours.noodleBowl],
  walnut: [HOURS.spring, nuts.walnuts],
  'walnut-kernel': [HOURS.harvest, nuts.walnutKernels],
  egg: [HOURS.cloth, nuts.eggs],
  beef: [HOURS.grove, meals.beef],
  lamb: [HOURS.dusk, meals.lamb],
  chicken: [HOURS.spring, meals.chicken],
  guokui: [HOURS.cloth, meals.guokui],
  bun: [HOURS.grove, meals.buns],
  gift: [HOURS.harvest, boxes.gift],
  other: [HOURS.spring, boxes.marketBasket],
} as const satisfies Record<string, Kind>

export type PictureKind = keyof typeof KINDS

/** Every kind of produce that can be drawn. */
export const PICTURE_KINDS = Object.keys(KINDS) as PictureKind[]

/** The cut-paper picture of a kind, always the same one for the same seed; undefined for a kind nobody has drawn. */
export function drawPicture(kind: string, seed: string): string | undefined {
  const known = PICTURE_KINDS.find((each) => each === kind)
  if (known === undefined) return undefined
  const [hour, subject, ...otherHours]: Kind = KINDS[known]
  const random = seededRandom(`${kind} ${seed}`)
  const hours = [hour, ...otherHours]
  return drawScene(random, hours[Math.floor(random() * hours.length)] ?? hour, subject(random))
}
