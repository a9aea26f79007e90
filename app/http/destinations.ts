import { paths } from './paths.ts'

/** A page that something is about, named by what it shows. */
export type Destination =
  | { page: 'order'; orderNo: string }
  | { page: 'product'; slug: string }
  | { page: 'listing'; changeId: string }
  | { page: 'cooperative' }
  | { page: 'statement'; statementId: string }
  | { page: 'statements' }

export function pathTo(destination: Destination): string {
  switch (destination.page) {
    case 'order':
      return paths.order(destination.orderNo)
    case 'product':
      return paths.product(destination.slug)
    case 'listing':
      return paths.supply.listing(destination.changeId)
    case 'cooperative':
      return paths.supply.dashboard()
    case 'statement':
      return paths.supply.statement(destination.statementId)
    case 'statements':
      return paths.supply.statements()
  }
}
