import { z } from 'zod'
import type { OrderLineId, SkuId, SupplierOrderId } from '#app/shared/ids.ts'

const names = { nameZh: z.string(), nameEn: z.string() }

const destinationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pickup'), ...names, startsAt: z.iso.datetime(), endsAt: z.iso.datetime() }),
  z.object({ kind: z.literal('building'), ...names, room: z.string() }),
])

const lineSchema = z.object({
  orderLineId: z.uuid().transform((id) => id as OrderLineId),
  supplierOrderId: z.uuid().transform((id) => id as SupplierOrderId),
  orderNo: z.string(),
  lineNo: z.int(),
  skuId: z.uuid().transform((id) => id as SkuId),
  ...names,
  specZh: z.string(),
  specEn: z.string(),
  /** What the cooperative is to supply: ordered, less what was canceled before it was sent. */
  pieces: z.int().min(1),
  /** Of these, already sent when the numbers were taken. */
  shipped: z.int().min(0),
  destination: destinationSchema,
})

const snapshotSchema = z.object({
  lines: z.array(lineSchema),
  totals: z.object({ orders: z.int(), lines: z.int(), pieces: z.int(), shipped: z.int() }),
})

export type CutOffLine = z.output<typeof lineSchema>
type CutOffDestination = z.output<typeof destinationSchema>

/**
 * A cooperative's numbers at one moment, sorted as they are packed: by place, time,
 * order and line. Nothing in it says who bought: it is kept for good.
 */
export type CutOffSnapshot = z.output<typeof snapshotSchema>
export type CutOffTotals = CutOffSnapshot['totals']

/** What the button sends: the number that the next cut-off is to have. */
export const cutOffNumberSchema = z.object({
  number: z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/)
    .transform(Number),
})

/** Reads a snapshot back from its row. Throws for one that could not have been written. */
export function readSnapshot(stored: unknown): CutOffSnapshot {
  return snapshotSchema.parse(stored)
}

/** Puts lines in order and adds them up. */
export function snapshotOf(lines: readonly CutOffLine[]): CutOffSnapshot {
  const sum = (of: (line: CutOffLine) => number) => lines.reduce((total, line) => total + of(line), 0)
  return {
    lines: [...lines].sort((one, other) => compareKeys(keyOf(one), keyOf(other))),
    totals: {
      orders: new Set(lines.map(({ orderNo }) => orderNo)).size,
      lines: lines.length,
      pieces: sum(({ pieces }) => pieces),
      shipped: sum(({ shipped }) => shipped),
    },
  }
}

function keyOf({ destination, orderNo, lineNo }: CutOffLine): (string | number)[] {
  const { kind, nameZh } = destination
  // Points before buildings; a point's slots by time, a building's rooms by name.
  const place = kind === 'pickup' ? [0, nameZh, destination.startsAt] : [1, nameZh, destination.room]
  return [...place, orderNo, lineNo]
}

function compareKeys(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  for (const [index, left] of one.entries()) {
    const right = other[index] ?? ''
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

export interface CutOffChanges {
  added: CutOffLine[]
  canceled: CutOffLine[]
  /** With the pieces there were before. */
  changed: { line: CutOffLine; before: number }[]
}

/** What a later revision says otherwise than an earlier one. What was sent in between is no difference. */
export function compareCutOffs(before: CutOffSnapshot, after: CutOffSnapshot): CutOffChanges {
  const was = new Map(before.lines.map((line) => [line.orderLineId, line]))
  const is = new Set(after.lines.map(({ orderLineId }) => orderLineId))
  return {
    added: after.lines.filter(({ orderLineId }) => !was.has(orderLineId)),
    canceled: before.lines.filter(({ orderLineId }) => !is.has(orderLineId)),
    changed: after.lines.flatMap((line) => {
      const pieces = was.get(line.orderLineId)?.pieces
      return pieces === undefined || pieces === line.pieces ? [] : [{ line, before: pieces }]
    }),
  }
}

export function isUnchanged({ added, canceled, changed }: CutOffChanges): boolean {
  return added.length + canceled.length + changed.length === 0
}

export interface ProductTotal {
  skuId: SkuId
  nameZh: string
  nameEn: string
  specZh: string
  specEn: string
  pieces: number
  shipped: number
}

/** One row a SKU, in the order of names: what is to be picked. */
export function totalByProduct({ lines }: CutOffSnapshot): ProductTotal[] {
  const totals = new Map<SkuId, ProductTotal>()
  for (const { skuId, nameZh, nameEn, specZh, specEn, pieces, shipped } of lines) {
    const so = totals.get(skuId) ?? { skuId, nameZh, nameEn, specZh, specEn, pieces: 0, shipped: 0 }
    totals.set(skuId, { ...so, pieces: so.pieces + pieces, shipped: so.shipped + shipped })
  }
  return [...totals.values()].sort((one, other) =>
    compareKeys([one.nameZh, one.specZh, one.skuId], [other.nameZh, other.specZh, other.skuId]),
  )
}

interface PackedOrder {
  orderNo: string
  lines: CutOffLine[]
}

/** Where and when goods are handed over, with the orders that go there: what is to be packed. */
export interface PackedPlace {
  destination: CutOffDestination
  orders: PackedOrder[]
}

/** Lines by place and time, then by order, in the snapshot's order. Rooms of one building are one place. */
export function groupByPlace({ lines }: CutOffSnapshot): PackedPlace[] {
  const places = new Map<string, PackedPlace>()
  for (const line of lines) {
    const { destination, orderNo } = line
    const { kind, nameZh } = destination
    const key = JSON.stringify([kind, nameZh, kind === 'pickup' ? destination.startsAt : ''])
    const place = places.get(key) ?? { destination, orders: [] }
    places.set(key, place)
    const order = place.orders.find((one) => one.orderNo === orderNo)
    if (order) order.lines.push(line)
    else place.orders.push({ orderNo, lines: [line] })
  }
  return [...places.values()]
}
