declare const brand: unique symbol
type Id<Name extends string> = string & { readonly [brand]: Name }

export type PersonId = Id<'PersonId'>
export type CooperativeId = Id<'CooperativeId'>
export type ProductId = Id<'ProductId'>
export type ProductVersionId = Id<'ProductVersionId'>
export type ListingChangeId = Id<'ListingChangeId'>
export type InvitationId = Id<'InvitationId'>
export type SkuId = Id<'SkuId'>
export type BatchId = Id<'BatchId'>
export type ClosureId = Id<'ClosureId'>
export type ImportJobId = Id<'ImportJobId'>
export type CartId = Id<'CartId'>
export type OrderId = Id<'OrderId'>
export type OrderLineId = Id<'OrderLineId'>
export type SupplierOrderId = Id<'SupplierOrderId'>
export type HandOverId = Id<'HandOverId'>
export type ShipmentId = Id<'ShipmentId'>
export type ReceiptId = Id<'ReceiptId'>
export type CounterShiftId = Id<'CounterShiftId'>
export type PickupSlotId = Id<'PickupSlotId'>
export type PaymentAttemptId = Id<'PaymentAttemptId'>
export type PaymentId = Id<'PaymentId'>
export type RefundId = Id<'RefundId'>
export type RefundRequestId = Id<'RefundRequestId'>
export type RefundDecisionId = Id<'RefundDecisionId'>
export type BatchRecallId = Id<'BatchRecallId'>
export type NoticeId = Id<'NoticeId'>
export type DocumentId = Id<'DocumentId'>
export type CountingRuleId = Id<'CountingRuleId'>
export type AgreementId = Id<'AgreementId'>
export type ExternalPurchaseId = Id<'ExternalPurchaseId'>
export type SheetFileId = Id<'SheetFileId'>
export type EvidencePackId = Id<'EvidencePackId'>
export type FapiaoId = Id<'FapiaoId'>
export type StatementId = Id<'StatementId'>
export type BankLineId = Id<'BankLineId'>
export type BankLinkId = Id<'BankLinkId'>
export type BankOpeningId = Id<'BankOpeningId'>
export type CashDepositId = Id<'CashDepositId'>

/** The org unit's slug: 'canteen-north', 'union'. */
export type OrgUnitId = Id<'OrgUnitId'>

/** The partner county's slug: 'xunyi', 'changwu', 'yongshou', 'fufeng', 'chunhua'. */
export type CountyId = Id<'CountyId'>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Whether `text` has the form of one of our keys (lower-case UUID). */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}
