import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { readPreferences } from '#app/http/preferences.server.ts'
import { notFound } from '#app/http/responses.server.ts'
import { noticesMessages } from '#app/messages/notices.ts'
import { readCaughtMail } from '#app/platform/mail-sandbox.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.title },
  { name: 'robots', content: 'noindex' },
]

/** What the demo's mail server caught. There is no such page in a shop that takes money. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { mailSandboxUrl } = getRuntime().env
  if (mailSandboxUrl === undefined) throw notFound()
  const title = noticesMessages[readPreferences(request).language].sandbox.title
  return { title, mails: await readCaughtMail(mailSandboxUrl) }
}

export default function SandboxMailPage() {
  const { mails } = useLoaderData<typeof loader>()
  const t = useMessages(noticesMessages).sandbox
  const language = useLanguage()
  return (
    <div className="mx-auto max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 text-ink-2">{t.lead}</p>
      {mails === undefined && (
        <div className="mt-4">
          <Notice tone="warning">{t.closed}</Notice>
        </div>
      )}
      {mails?.length === 0 && <p className="mt-4 rounded-2xl bg-sand p-6">{t.none}</p>}
      <ul className="mt-4 grid grid-cols-1 gap-4">
        {mails?.map((mail) => (
          <li key={mail.id} data-testid="caught-mail" className="min-w-0 rounded-2xl border border-line bg-card p-4">
            <h2 className="font-semibold break-words">{mail.subject}</h2>
            <p className="text-sm break-words text-ink-2">
              {t.to} {mail.to.join(', ')} · <time dateTime={mail.at}>{formatInstant(new Date(mail.at), language)}</time>
            </p>
            <p className="mt-3 break-words whitespace-pre-wrap">{mail.text}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}
