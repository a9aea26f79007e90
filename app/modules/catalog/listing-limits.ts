// Apart from the schema, so that pages can show them without loading the schema's library.

export const MAX_SKUS = 8
export const MAX_CERTIFICATES = 8
export const MAX_PHOTOS = 8

/** Rows a form shows: at the least, at the most. */
export const SKU_SLOTS = [2, MAX_SKUS] as const
export const CERTIFICATE_SLOTS = [1, MAX_CERTIFICATES] as const
