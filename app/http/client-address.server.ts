/** Network address of the client as the gate saw it; the gate drops every header in which a client could claim another. */
export function readClientAddress(request: Request): string {
  return request.headers.get('x-client-address') ?? 'unknown'
}
