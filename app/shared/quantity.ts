/** How many of a SKU one may put in a cart or order. */
export const MAX_QUANTITY = 999

/** Reads a typed quantity: 1 to 999 in plain ASCII digits, no sign, no exponent, no leading zero; undefined otherwise. */
export function parseQuantity(text: string): number | undefined {
  return /^[1-9][0-9]{0,2}$/.test(text) ? Number(text) : undefined
}
