import { isRouteErrorResponse, Outlet, useRouteError } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { financeFrameMessages } from '#app/messages/finance-frame.ts'
import { FinanceFrame } from '#app/routes/parts/finance-frame.tsx'
import { useMessages } from '#app/ui/language.tsx'

export default function FinanceLayout() {
  return (
    <FinanceFrame>
      <Outlet />
    </FinanceFrame>
  )
}

export function ErrorBoundary() {
  const error = useRouteError()
  const t = useMessages(financeFrameMessages).errors
  const words = t[kindOf(isRouteErrorResponse(error) ? error.status : 500)]
  return (
    <FinanceFrame>
      <h1 className="font-serif text-2xl font-bold">{words.title}</h1>
      <p className="mt-4 text-ink-2">{words.text}</p>
      <p className="mt-8">
        <a className="inline-flex min-h-11 items-center text-indigo underline" href={paths.finance.overview()}>
          {t.back}
        </a>
      </p>
    </FinanceFrame>
  )
}

function kindOf(status: number): 'forbidden' | 'badRequest' | 'client' | 'server' {
  if (status === 403) return 'forbidden'
  if (status === 400) return 'badRequest'
  return status < 500 ? 'client' : 'server'
}
