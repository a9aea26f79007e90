import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { pathTo } from '#app/http/destinations.ts'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { requireVisitor } from '#app/http/require-actor.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { noticesMessages } from '#app/messages/notices.ts'
import { inboxSchema } from '#app/modules/notices/inbox.ts'
import { subjectOf } from '#app/modules/notices/notice.ts'
import { readAllNotices, readNotice } from '#app/modules/notices/read-notices.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { viewInbox } from '#app/routes/parts/inbox-view.server.ts'
import { isUuid, type NoticeId } from '#app/shared/ids.ts'
import { useMessages } from '#app/ui/language.tsx'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await requireVisitor(request)
  const { language } = readPreferences(request)
  const before = readBefore(request)
  const inbox = await viewInbox(getRuntime().db, visitor.personId, { before, language })
  return { title: noticesMessages[language].inbox.title, isFirst: before === undefined, ...inbox }
}

export async function action({ request }: ActionFunctionArgs) {
  const visitor = await requireVisitor(request)
  const submission = await parseForm(request, inboxSchema)
  if (submission.status !== 'success') throw badRequest()
  const { value } = submission
  const { db } = getRuntime()
  const by = { personId: visitor.personId, now: clock.now() }
  if (value.intent === 'readAll') {
    await readAllNotices(db, by)
    return redirect(paths.inbox(), 303)
  }
  const content = await readNotice(db, { ...by, noticeId: value.noticeId })
  if (!content) throw notFound()
  return redirect(value.intent === 'open' ? pathTo(subjectOf(content)) : paths.inbox(readBefore(request)), 303)
}

export default function InboxPage() {
  const { notices, unread, older, isFirst } = useLoaderData<typeof loader>()
  const t = useMessages(noticesMessages).inbox
  return (
    <div className="mx-auto max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      <div className="mt-2 flex flex-wrap items-center justify-between gap-x-4">
        <p data-testid="unread-count" className="text-ink-2">
          {unread > 0 ? t.unreadCount(unread) : notices.length > 0 ? t.allRead : ''}
        </p>
        {unread > 0 && (
          <Form method="post">
            <button type="submit" name="intent" value="readAll" className={LINK}>
              {t.readAll}
            </button>
          </Form>
        )}
      </div>
      {notices.length === 0 ? (
        <p className="mt-4 rounded-2xl bg-sand p-6">{t.none}</p>
      ) : (
        <ul className="mt-2 divide-y divide-line rounded-2xl border border-line bg-card">
          {notices.map((notice) => (
            <NoticeItem key={notice.noticeId} notice={notice} />
          ))}
        </ul>
      )}
      <nav aria-label={t.title} className="mt-4 flex flex-wrap gap-x-6">
        {!isFirst && (
          <Link className={LINK} to={paths.inbox()}>
            {t.newest}
          </Link>
        )}
        {older && (
          <Link className={LINK} to={paths.inbox(older)}>
            {t.older}
          </Link>
        )}
        <Link className={LINK} to={paths.contact()}>
          {t.toContact}
        </Link>
        <Link className={LINK} to={paths.account()}>
          {t.toAccount}
        </Link>
      </nav>
    </div>
  )
}

const LINK = 'inline-flex min-h-11 items-center text-indigo underline'

type NoticeOnScreen = Awaited<ReturnType<typeof viewInbox>>['notices'][number]

function NoticeItem({ notice }: { notice: NoticeOnScreen }) {
  const t = useMessages(noticesMessages).inbox
  return (
    <li className={`border-l-4 px-4 py-3 ${notice.isRead ? 'border-l-transparent' : 'border-l-jiao'}`}>
      <h2 className={`break-words ${notice.isRead ? '' : 'font-semibold'}`}>
        {!notice.isRead && (
          <span className="mr-2 inline-block rounded-full bg-jiao-fill px-2 text-sm text-white">{t.unread}</span>
        )}
        {notice.title}
      </h2>
      {notice.lines.map((line) => (
        <p key={line} className="mt-1 break-words text-ink-2">
          {line}
        </p>
      ))}
      <div className="mt-1 flex flex-wrap items-center gap-x-5 text-sm">
        <time dateTime={notice.at} className="text-ink-3">
          {notice.shownAt}
        </time>
        {notice.isRead ? (
          <Link className={LINK} to={notice.path}>
            {notice.linkLabel}
          </Link>
        ) : (
          <Form method="post" className="flex flex-wrap gap-x-5">
            <input type="hidden" name="noticeId" value={notice.noticeId} />
            <button type="submit" name="intent" value="open" className={LINK}>
              {notice.linkLabel}
            </button>
            <button type="submit" name="intent" value="read" className={LINK}>
              {t.read}
            </button>
          </Form>
        )}
      </div>
    </li>
  )
}

/** Where in the inbox a page begins; anything that is no notice's id begins it at the newest. */
function readBefore(request: Request): NoticeId | undefined {
  const before = new URL(request.url).searchParams.get('before') ?? ''
  return isUuid(before) ? (before as NoticeId) : undefined
}
