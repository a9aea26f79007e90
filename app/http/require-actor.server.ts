import { redirect } from '@remix-run/node'
import {
  type Actor,
  asActor,
  type Buyer,
  type Manager,
  type Permission,
  type Visitor,
} from '#app/modules/identity/permissions.ts'
import { findVisitorBySession } from '#app/modules/identity/sessions.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { readTokenHash } from './cookies.server.ts'
import { paths } from './paths.ts'
import { safeReturnTo } from './redirects.server.ts'
import { forbidden } from './responses.server.ts'

/** Who is signed in, if anyone, with the roles the database has at this moment; nothing in the request but the token counts. */
export async function findVisitor(request: Request): Promise<Visitor | undefined> {
  const tokenHash = readTokenHash(request, 'session')
  return tokenHash && findVisitorBySession(getRuntime().db, tokenHash, clock.now())
}

/** Whoever is signed in. Throws strangers to the sign-in page, which leads them back. */
export async function requireVisitor(request: Request): Promise<Visitor> {
  const visitor = await findVisitor(request)
  if (visitor) return visitor
  const { pathname, search } = new URL(request.url)
  throw redirect(paths.signIn(safeReturnTo(`${pathname}${search}`, paths.home())))
}

/** Someone who may do `permission`. Throws strangers to the sign-in page and answers 403 to everyone else. */
export async function requireActor<P extends Permission>(request: Request, permission: P): Promise<Actor<P>> {
  const actor = asActor(await requireVisitor(request), permission)
  if (!actor) throw forbidden()
  return actor
}

export function requireBuyer(request: Request): Promise<Buyer> {
  return requireActor(request, 'order:place')
}

/** Someone of a cooperative, together with which one it is. */
export async function requireManager(request: Request): Promise<Manager> {
  const actor = await requireActor(request, 'cooperative:own')
  if (!actor.cooperativeId) throw forbidden()
  return { ...actor, cooperativeId: actor.cooperativeId }
}
