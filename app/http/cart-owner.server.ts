import { createToken } from '#app/modules/identity/tokens.server.ts'
import type { PersonId } from '#app/shared/ids.ts'
import { hashOf, readTokenHash, tokenCookie } from './cookies.server.ts'
import { findVisitor } from './require-actor.server.ts'

/** Whose cart a request is about: its person's, else the one of its guest token. */
export type RequestCartOwner = { personId: PersonId } | { tokenHash: Buffer }

/** Undefined for a guest who has put nothing into a cart yet. */
export async function findCartOwner(request: Request): Promise<RequestCartOwner | undefined> {
  const visitor = await findVisitor(request)
  if (visitor) return { personId: visitor.personId }
  const tokenHash = readTokenHash(request, 'cart')
  return tokenHash && { tokenHash }
}

/** As `findCartOwner`, making a guest token where there is none; the answer must carry `cookies`. */
export async function ensureCartOwner(request: Request): Promise<{ owner: RequestCartOwner; cookies: string[] }> {
  const owner = await findCartOwner(request)
  if (owner) return { owner, cookies: [] }
  const token = createToken()
  return { owner: { tokenHash: hashOf(token, 'cart') }, cookies: [tokenCookie(token, 'cart')] }
}
