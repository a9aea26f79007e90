import { useLocation } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { paths } from '#app/http/paths.ts'

/** What the shared pages do not know: who is reading, and what is in their bag. */
export interface Visitor {
  signedIn: boolean
  name: string | null
  cartCount: number
  mayReadLedger: boolean
}

/**
 * Loads the visitor beside the shared page; null until it is known and without
 * JavaScript, when the links still lead to the right places. Asked again after
 * every navigation and when the browser brings a page back from its own cache.
 */
export function useVisitor(): Visitor | null {
  const [visitor, setVisitor] = useState<Visitor | null>(null)
  const { key } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: each navigation has its own key, and each asks again.
  useEffect(() => {
    const controller = new AbortController()
    const load = () => {
      fetch(paths.visitor(), { signal: controller.signal, headers: { Accept: 'application/json' } })
        .then((answer) => (answer.ok ? answer.json() : null))
        .then(setVisitor)
        .catch(() => undefined)
    }
    const onPageShow = (event: PageTransitionEvent) => {
      if (event.persisted) load()
    }
    load()
    window.addEventListener('pageshow', onPageShow)
    return () => {
      controller.abort()
      window.removeEventListener('pageshow', onPageShow)
    }
  }, [key])
  return visitor
}
