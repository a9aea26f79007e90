import { data } from '@remix-run/node'
import { takeNotice } from '#app/http/redirects.server.ts'

/** A page together with what the form before said it had done, once. */
export function withNotice<Page extends object>(request: Request, page: Page) {
  const { notice, headers } = takeNotice(request)
  return data({ ...page, notice }, { headers })
}
