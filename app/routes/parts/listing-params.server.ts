import type { Params } from '@remix-run/react'
import { notFound } from '#app/http/responses.server.ts'
import { isUuid, type ListingChangeId } from '#app/shared/ids.ts'

/** The proposal an address names. Throws 404 for what can be none. */
export function readChangeId(params: Params): ListingChangeId {
  const id = params.changeId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as ListingChangeId
}
