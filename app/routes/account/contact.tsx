import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { requireVisitor } from '#app/http/require-actor.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { noticesMessages } from '#app/messages/notices.ts'
import { readContact, setContact } from '#app/modules/identity/contact.server.ts'
import { contactSchema } from '#app/modules/identity/contact.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { ContactForm } from '#app/routes/parts/contact-form.tsx'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await requireVisitor(request)
  const contact = await readContact(getRuntime().db, visitor.personId)
  const { notice, headers } = takeNotice(request)
  const title = noticesMessages[readPreferences(request).language].contact.title
  return data({ title, notice, contact }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const visitor = await requireVisitor(request)
  const submission = await parseForm(request, contactSchema)
  if (submission.status !== 'success') return data({ reply: submission.reply() }, { status: 422 })
  await setContact(getRuntime().db, visitor.personId, submission.value)
  return redirectWithNotice(paths.contact(), 'contactSaved')
}

export default function ContactPage() {
  const { contact, notice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(noticesMessages).contact
  const { notices } = useMessages(accountMessages)
  return (
    <div className="mx-auto max-w-md">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 text-ink-2">{t.lead}</p>
      {notice && !answer && (
        <div className="mt-4">
          <Notice tone="done" role="status">
            {notices[notice]}
          </Notice>
        </div>
      )}
      <div className="mt-6">
        <ContactForm contact={contact} lastResult={answer?.reply} />
      </div>
      <p className="mt-4">
        <Link className="inline-flex min-h-11 items-center text-indigo underline" to={paths.inbox()}>
          {t.toInbox}
        </Link>
      </p>
    </div>
  )
}
