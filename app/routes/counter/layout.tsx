import type { LoaderFunctionArgs } from '@remix-run/node'
import { isRouteErrorResponse, Outlet, useRouteError } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { counterMessages } from '#app/messages/counter.ts'
import { CounterFrame } from '#app/routes/parts/counter-frame.tsx'
import { LINK } from '#app/routes/parts/counter-parts.tsx'
import { useMessages } from '#app/ui/language.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'counter:hand-over')
  return null
}

export default function CounterLayout() {
  return (
    <CounterFrame>
      <Outlet />
    </CounterFrame>
  )
}

export function ErrorBoundary() {
  const error = useRouteError()
  const t = useMessages(counterMessages).errors
  const words = t[kindOf(isRouteErrorResponse(error) ? error.status : 500)]
  return (
    <CounterFrame>
      <h1 className="font-serif text-2xl">{words.title}</h1>
      <p className="mt-4 text-ink-2">{words.text}</p>
      <p className="mt-8">
        <a className={LINK} href={paths.counter.today()}>
          {t.back}
        </a>
      </p>
    </CounterFrame>
  )
}

function kindOf(status: number): 'forbidden' | 'badRequest' | 'client' | 'server' {
  if (status === 403) return 'forbidden'
  if (status === 400) return 'badRequest'
  return status < 500 ? 'client' : 'server'
}
