interface RouteEntry {
  id: string
  parentId?: string
  path?: string
}

/**
 * The routes that an address beginning with `segment` can match ('' for the home
 * page): those whose path begins with it, those that match anything, and what they
 * stand in. Matching looks at every route there is, several times a request; with a
 * workspace of its own for each kind of user, most of them can never be meant.
 */
export function selectSegmentRoutes<Entry extends RouteEntry>(
  routes: Readonly<Record<string, Entry | undefined>>,
  segment: string,
): Record<string, Entry> {
  const selected: Record<string, Entry> = {}
  const parents = new Set(Object.values(routes).map((route) => route?.parentId))
  for (const route of Object.values(routes)) {
    if (!route || parents.has(route.id) || !mayBegin(firstSegment(routes, route), segment)) continue
    for (let entry: Entry | undefined = route; entry; entry = routes[entry.parentId ?? '']) selected[entry.id] = entry
  }
  return selected
}

/** The segment an address begins with: 'products' of '/products/x.data?y', '' of '/'. */
export function firstSegmentOf(pathname: string): string {
  const [, segment = ''] = pathname.split('/')
  return segment.replace(/\.data$/, '')
}

function firstSegment(routes: Readonly<Record<string, RouteEntry | undefined>>, route: RouteEntry): string {
  const paths: string[] = []
  for (let entry: RouteEntry | undefined = route; entry; entry = routes[entry.parentId ?? ''])
    if (entry.path) paths.unshift(entry.path)
  return paths.join('/').split('/')[0] ?? ''
}

function mayBegin(routeSegment: string, segment: string): boolean {
  return routeSegment === segment || routeSegment.startsWith(':') || routeSegment === '*'
}
