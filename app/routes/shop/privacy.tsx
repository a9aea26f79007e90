import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { readPreferences } from '#app/http/preferences.server.ts'
import { legalMessages } from '#app/messages/legal.ts'
import { shopMessages } from '#app/messages/shop.ts'
import { LegalPage } from '#app/routes/parts/legal-page.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'description', content: data?.document.intro },
]

/** The text travels in one language only; the browser never loads the catalogue of both. */
export function loader({ request }: LoaderFunctionArgs) {
  const { language } = readPreferences(request)
  const document = legalMessages[language].privacy
  return { title: shopMessages[language].pageTitle(document.title), document }
}

export default function PrivacyPage() {
  const { document } = useLoaderData<typeof loader>()
  return <LegalPage document={document} />
}
