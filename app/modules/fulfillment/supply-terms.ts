// Closed lists alone, so that pages may show them without carrying schemas to the browser.

/** Where a supplier order stands for its cooperative. Closed: every piece was handed over or canceled. */
export const SUPPLY_STATES = ['to_confirm', 'to_ship', 'sent', 'closed'] as const
export type SupplyState = (typeof SUPPLY_STATES)[number]

/** How goods travel. */
export const SHIPMENT_KINDS = ['own_van', 'carrier'] as const
export type ShipmentKind = (typeof SHIPMENT_KINDS)[number]

/** Why a cooperative cannot supply what was ordered. */
export const SHORTAGE_REASONS = ['not_enough', 'damaged', 'below_standard', 'weather', 'other'] as const
export type ShortageReason = (typeof SHORTAGE_REASONS)[number]
