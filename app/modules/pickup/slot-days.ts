/** How many days of slots a buyer may choose from, today included. */
export const SLOT_DAYS = 14
