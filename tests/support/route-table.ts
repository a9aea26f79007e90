import type { RouteConfigEntry } from '@remix-run/route-config'
import routes from '#app/routes.ts'

export interface RouteLeaf {
  /** Below app/, e.g. 'routes/shop/cart.tsx'. */
  file: string
  /** With parameters as in the table, e.g. '/orders/:orderNo'. */
  url: string
}

/** Every address of app/routes.ts that answers, with its file. */
export function listRoutes(): RouteLeaf[] {
  return leavesOf(routes, '')
}

function leavesOf(entries: readonly RouteConfigEntry[], parent: string): RouteLeaf[] {
  return entries.flatMap((entry) => {
    const url = entry.path === undefined ? parent : `${parent}/${entry.path}`
    return entry.children ? leavesOf(entry.children, url) : [{ file: entry.file, url: url || '/' }]
  })
}
