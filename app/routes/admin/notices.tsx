import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { requireActor } from '#app/http/require-actor.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { type NoticesMessages, noticesMessages } from '#app/messages/notices.ts'
import { isOwnReason } from '#app/modules/notices/mail-state.ts'
import { retryMail } from '#app/modules/notices/retry-mail.server.ts'
import { type RetryMailRefusal, retryMailSchema } from '#app/modules/notices/retry-mail.ts'
import { listUndelivered, type UndeliveredMail } from '#app/modules/notices/undelivered-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { formatInstant } from '#app/shared/display-time.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

const MOST_SHOWN = 100

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  await requireActor(request, 'people:manage')
  const { mails, counts } = await listUndelivered(getRuntime().db, { limit: MOST_SHOWN })
  const { notice, headers } = takeNotice(request)
  const title = noticesMessages[readPreferences(request).language].admin.title
  return data({ title, notice, counts, mails: mails.map(onScreen) }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  await requireActor(request, 'people:manage')
  const submission = await parseForm(request, retryMailSchema)
  if (submission.status !== 'success') throw badRequest()
  const result = await retryMail(getRuntime().db, { ...submission.value, now: clock.now() })
  if (!result.ok) return data({ refusal: result.refusal }, { status: 409 })
  return redirectWithNotice(paths.admin.notices(), 'mailRetried')
}

export default function UndeliveredPage() {
  const { mails, counts, notice } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useMessages(noticesMessages).admin
  const { notices } = useMessages(accountMessages)
  return (
    <div className="mx-auto max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <p className="mt-2 text-ink-2">{t.lead}</p>
      <div className="mt-4 grid gap-4">
        {answer && (
          <Notice tone="error" role="alert">
            {explain(answer.refusal, t)}
          </Notice>
        )}
        {notice && !answer && (
          <Notice tone="done" role="status">
            {notices[notice]}
          </Notice>
        )}
      </div>
      <dl className="mt-4 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {(['waiting', 'failed', 'dead', 'skipped'] as const).map((state) => (
          <div key={state} className="rounded-2xl bg-sand p-4">
            <dt className="text-sm text-ink-2">{t.counts[state]}</dt>
            <dd data-testid={`count-${state}`} className="text-2xl font-semibold tabular-nums">
              {counts[state]}
            </dd>
          </div>
        ))}
      </dl>
      {mails.length === 0 ? (
        <p className="mt-6 rounded-2xl bg-sand p-6">{t.none}</p>
      ) : (
        <ul className="mt-6 divide-y divide-line rounded-2xl border border-line bg-card px-4">
          {mails.map((mail) => (
            <MailItem key={mail.noticeId} mail={mail} />
          ))}
        </ul>
      )}
    </div>
  )
}

type MailOnScreen = ReturnType<typeof onScreen>

function MailItem({ mail }: { mail: MailOnScreen }) {
  const t = useMessages(noticesMessages).admin
  const language = useLanguage()
  const at = (instant: number) => formatInstant(new Date(instant), language)
  return (
    <li className="grid gap-1 py-3">
      <h2 className="font-semibold">
        {t.kinds[mail.kind]} · {mail.personName}
      </h2>
      <p className="text-sm break-words text-ink-2">
        {mail.maskedAddress} · {at(mail.createdAt)}
      </p>
      <p className="text-sm">
        <strong>{t.states[mail.state]}</strong>
        {mail.tries > 0 && ` · ${t.tries(mail.tries)}`}
        {mail.state === 'failed' && ` · ${t.nextTry(at(mail.nextTryAt))}`}
      </p>
      <p className="text-sm break-words text-ink-2">
        {isOwnReason(mail.error) ? t.ownReasons[mail.error] : `${t.error}${t.colon}${mail.error}`}
      </p>
      <Form method="post">
        <input type="hidden" name="noticeId" value={mail.noticeId} />
        <button
          type="submit"
          className="min-h-11 rounded-[10px] border border-line-strong bg-card px-4 font-semibold"
          aria-label={`${t.retry}${t.colon}${t.kinds[mail.kind]} · ${mail.personName}`}
        >
          {t.retry}
        </button>
      </Form>
    </li>
  )
}

function onScreen({ createdAt, nextTryAt, ...mail }: UndeliveredMail) {
  return { ...mail, createdAt: createdAt.getTime(), nextTryAt: nextTryAt.getTime() }
}

function explain(refusal: RetryMailRefusal, t: NoticesMessages['admin']): string {
  switch (refusal.kind) {
    case 'noSuchMail':
      return t.refusals.noSuchMail
    case 'noAddress':
      return t.refusals.noAddress
  }
}
