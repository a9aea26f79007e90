import type { LoaderFunctionArgs } from '@remix-run/node'
import { isRouteErrorResponse, Outlet, useLoaderData, useRouteError, useRouteLoaderData } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireManager } from '#app/http/require-actor.server.ts'
import { cooperativeMessages } from '#app/messages/cooperative.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { readCooperativeName } from '#app/routes/parts/supply-cooperative.server.ts'
import { SupplyFrame } from '#app/routes/parts/supply-frame.tsx'
import { useMessages } from '#app/ui/language.tsx'

export async function loader({ request }: LoaderFunctionArgs) {
  const { cooperativeId } = await requireManager(request)
  return { name: await readCooperativeName(getRuntime().db, cooperativeId, readPreferences(request).language) }
}

export default function CooperativeLayout() {
  const { name } = useLoaderData<typeof loader>()
  return (
    <SupplyFrame name={name}>
      <Outlet />
    </SupplyFrame>
  )
}

export function ErrorBoundary() {
  const error = useRouteError()
  const t = useMessages(cooperativeMessages)
  const loaded = useRouteLoaderData<typeof loader>('routes/cooperative/layout')
  const words = t.errors[kindOf(isRouteErrorResponse(error) ? error.status : 500)]
  return (
    <SupplyFrame name={loaded?.name}>
      <h1 className="font-serif text-2xl">{words.title}</h1>
      <p className="mt-4 text-ink-2">{words.text}</p>
      <p className="mt-8">
        <a className="inline-flex min-h-11 items-center text-indigo underline" href={paths.supply.dashboard()}>
          {t.errors.back}
        </a>
      </p>
    </SupplyFrame>
  )
}

function kindOf(status: number): 'forbidden' | 'badRequest' | 'client' | 'server' {
  if (status === 403) return 'forbidden'
  if (status === 400) return 'badRequest'
  return status < 500 ? 'client' : 'server'
}
