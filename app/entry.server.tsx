import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToPipeableStream } from 'react-dom/server'
import { gatherPage } from '#app/http/page-bytes.server.ts'
import { logger } from '#app/platform/logger.server.ts'
import { NonceContext } from '#app/ui/nonce.ts'

const ABORT_AFTER_MS = 8_000

declare module '@remix-run/node' {
  interface AppLoadContext {
    /** Allows this answer's own scripts; absent for shared pages, whose scripts are allowed by their hashes. */
    nonce?: string
    /** Number by which a failed answer can be found in the log. */
    requestId?: string
  }
}

export const streamTimeout = ABORT_AFTER_MS

/** Fixed by Remix, in this order. */
type RenderArguments = [request: Request, status: number, headers: Headers, context: EntryContext, load: AppLoadContext]

/** Renders a page whole before its first byte: pages are small, and a failure can still become a proper error page. */
export default function handleRequest(
  ...[request, status, headers, context, loadContext]: RenderArguments
): Promise<Response> {
  const nonce = loadContext?.nonce
  return new Promise((resolve, reject) => {
    let failed = false
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <RemixServer context={context} url={request.url} abortDelay={ABORT_AFTER_MS} nonce={nonce} />
      </NonceContext.Provider>,
      {
        nonce,
        onAllReady() {
          clearTimeout(timer)
          headers.set('Content-Type', 'text/html; charset=utf-8')
          pipe(gatherPage((body) => resolve(new Response(body, { headers, status: failed ? 500 : status }))))
        },
        onShellError(error) {
          clearTimeout(timer)
          reject(error)
        },
        onError(error) {
          failed = true
          if (!request.signal.aborted) logger.error({ error: textOf(error), url: request.url }, 'rendering failed')
        },
      },
    )
    const timer = setTimeout(abort, ABORT_AFTER_MS)
  })
}

/** The one place that logs what went wrong in a loader or action. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted) return
  logger.error(
    { error: textOf(error), method: request.method, url: request.url, requestId: context?.requestId },
    'request failed',
  )
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
