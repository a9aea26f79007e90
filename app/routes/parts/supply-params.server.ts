import type { Params } from '@remix-run/react'
import { notFound } from '#app/http/responses.server.ts'
import { isUuid, type SupplierOrderId } from '#app/shared/ids.ts'

/** The supplier order an address names. Throws 404 for what can be none. */
export function readSupplierOrderId(params: Params): SupplierOrderId {
  const id = params.supplierOrderId ?? ''
  if (!isUuid(id)) throw notFound()
  return id as SupplierOrderId
}

const COUNT = /^[1-9][0-9]{0,5}$/

/** The number and revision an address names. Throws 404 for what can be none. */
export function readRevision(params: Params): { number: number; revision: number } {
  const { number = '', revision = '' } = params
  if (!COUNT.test(number) || !COUNT.test(revision)) throw notFound()
  return { number: Number(number), revision: Number(revision) }
}
