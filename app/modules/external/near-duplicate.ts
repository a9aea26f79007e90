/** Something that may be the same purchase under another number. */
export interface NearDuplicate {
  kind: 'purchase' | 'order'
  /** Of a purchase. */
  channel: string | null
  no: string
  day: string
  amountFen: number
}
