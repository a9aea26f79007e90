/** Answers to wrong requests. They are thrown: the nearest ErrorBoundary puts them into words. */

/** There is no such page, or it is someone else's, which nobody is told apart from the first. */
export function notFound(): Response {
  return new Response(null, { status: 404, statusText: 'Not Found' })
}

/** What was sent cannot come from one of our forms. */
export function badRequest(): Response {
  return new Response(null, { status: 400, statusText: 'Bad Request' })
}

/** Signed in, but not for this. */
export function forbidden(): Response {
  return new Response(null, { status: 403, statusText: 'Forbidden' })
}
