/** What a page may say once after a redirect: a closed list, so that no link can put words into our mouth. */
export const NOTICES = [
  'cartChanged',
  'cartLineRemoved',
  'signedIn',
  'signedUp',
  'signedOut',
  'sessionRevoked',
  'sessionsRevoked',
  'orderCanceled',
  'supplierOrderAccepted',
  'reordered',
  'reorderedInPart',
] as const
export type Notice = (typeof NOTICES)[number]
