export interface ListRequest<Item> {
  limit: number
  startingAfter?: string | undefined
  endingBefore?: string | undefined
  created?: { gt?: number | undefined; gte?: number | undefined; lt?: number | undefined; lte?: number | undefined }
  matches?: (item: Item) => boolean
}

/**
 * Objects of one kind in the order they were made. Adding and finding cost the same however
 * many there are; a list walks from the newest and stops at its limit or its oldest date.
 */
export class ObjectShelf<Item extends { id: string; created: number }> {
  readonly #items: Item[] = []
  readonly #positions = new Map<string, number>()

  get size(): number {
    return this.#items.length
  }

  add(item: Item): Item {
    this.#positions.set(item.id, this.#items.length)
    this.#items.push(item)
    return item
  }

  find(id: string): Item | undefined {
    const position = this.#positions.get(id)
    return position === undefined ? undefined : this.#items[position]
  }

  all(): readonly Item[] {
    return this.#items
  }

  /** Newest first. An unknown cursor gives undefined. */
  list(request: ListRequest<Item>): { data: Item[]; hasMore: boolean } | undefined {
    if (request.endingBefore !== undefined) return this.#listNewerThan(request, request.endingBefore)
    let position = this.#items.length - 1
    if (request.startingAfter !== undefined) {
      const cursor = this.#positions.get(request.startingAfter)
      if (cursor === undefined) return undefined
      position = cursor - 1
    }
    const data: Item[] = []
    for (; position >= 0; position -= 1) {
      const item = this.#items[position]
      if (!item || isBefore(item.created, request.created)) break
      if (!isWanted(item, request)) continue
      if (data.length === request.limit) return { data, hasMore: true }
      data.push(item)
    }
    return { data, hasMore: false }
  }

  #listNewerThan(request: ListRequest<Item>, cursorId: string): { data: Item[]; hasMore: boolean } | undefined {
    const cursor = this.#positions.get(cursorId)
    if (cursor === undefined) return undefined
    const data: Item[] = []
    for (let position = cursor + 1; position < this.#items.length; position += 1) {
      const item = this.#items[position]
      if (!item || !isWanted(item, request)) continue
      if (data.length === request.limit) return { data: data.reverse(), hasMore: true }
      data.push(item)
    }
    return { data: data.reverse(), hasMore: false }
  }
}

function isBefore(created: number, range: ListRequest<never>['created']): boolean {
  return created < (range?.gte ?? -Infinity) || created <= (range?.gt ?? -Infinity)
}

function isWanted<Item extends { created: number }>(item: Item, request: ListRequest<Item>): boolean {
  const { created, matches } = request
  if (isBefore(item.created, created)) return false
  if (item.created > (created?.lte ?? Infinity) || item.created >= (created?.lt ?? Infinity)) return false
  return matches === undefined || matches(item)
}
