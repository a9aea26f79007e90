import { paths } from '#app/http/paths.ts'

/** Whom the people page shows. */
export interface PeopleQuery {
  text: string
  page: number
}

const MAX_TEXT = 40
const PAGE = /^[1-9][0-9]{0,3}$/

/** Reads the page's address; what it cannot mean is the first page of everybody with a role. */
export function parsePeopleQuery(parameters: URLSearchParams): PeopleQuery {
  const text = (parameters.get('q') ?? '').replaceAll('\0', '').trim().slice(0, MAX_TEXT)
  const page = parameters.get('page') ?? '1'
  return { text, page: PAGE.test(page) ? Number(page) : 1 }
}

export function peopleUrl({ text, page }: PeopleQuery): string {
  const parameters = new URLSearchParams()
  if (text !== '') parameters.set('q', text)
  if (page > 1) parameters.set('page', String(page))
  return paths.admin.people(parameters.toString())
}
