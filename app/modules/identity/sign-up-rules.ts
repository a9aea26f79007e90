// Apart from the schema, so that pages can show them without loading the schema's library.

/** Shortest password in UTF-16 units; there are no rules about which characters. */
export const MIN_PASSWORD_LENGTH = 10

/** Staff and students come from the campus; only these two may enter themselves. */
export const SIGN_UP_KINDS = ['alumni', 'outside'] as const
