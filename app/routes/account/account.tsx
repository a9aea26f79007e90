import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { clearTokenCookie, readTokenHash } from '#app/http/cookies.server.ts'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { readPreferences } from '#app/http/preferences.server.ts'
import { redirectWithNotice, takeNotice } from '#app/http/redirects.server.ts'
import { requireVisitor } from '#app/http/require-actor.server.ts'
import { badRequest, notFound } from '#app/http/responses.server.ts'
import { accountMessages } from '#app/messages/account.ts'
import { asActor, isGrantedRole, type Visitor } from '#app/modules/identity/permissions.ts'
import { listSessions, revokeAllSessions, revokeOwnSession } from '#app/modules/identity/sessions.server.ts'
import { countUnread } from '#app/modules/notices/inbox-queries.server.ts'
import { readBuyerContribution } from '#app/modules/progress/progress-queries.server.ts'
import { clock } from '#app/platform/clock.server.ts'
import { getRuntime } from '#app/platform/runtime.server.ts'
import { assistanceYear } from '#app/shared/business-date.ts'
import { type Fen, formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'

const actionSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('revoke'), handle: z.string().max(64) }),
  z.object({ intent: z.literal('revokeAll') }),
])

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title }]

export async function loader({ request }: LoaderFunctionArgs) {
  const visitor = await requireVisitor(request)
  const now = clock.now()
  const account = await readAccount(visitor, { currentHash: readTokenHash(request, 'session'), now })
  const { notice, headers } = takeNotice(request)
  const title = accountMessages[readPreferences(request).language].title
  return data({ title, notice, ...account }, { headers })
}

export async function action({ request }: ActionFunctionArgs) {
  const visitor = await requireVisitor(request)
  const submission = await parseForm(request, actionSchema)
  if (submission.status !== 'success') throw badRequest()
  const { db } = getRuntime()
  const now = clock.now()
  switch (submission.value.intent) {
    case 'revokeAll':
      await revokeAllSessions(db, visitor.personId, now)
      return redirectWithNotice(paths.home(), 'sessionsRevoked', [clearTokenCookie('session')])
    case 'revoke': {
      const { handle } = submission.value
      if (!(await revokeOwnSession(db, { personId: visitor.personId, handle, now }))) throw notFound()
      return redirectWithNotice(paths.account(), 'sessionRevoked')
    }
  }
}

export default function AccountPage() {
  const account = useLoaderData<typeof loader>()
  const t = useMessages(accountMessages)
  return (
    <div className="mx-auto max-w-3xl">
      <h1 className="font-serif text-2xl font-bold">{t.title}</h1>
      {account.notice && (
        <p role="status" className="mt-4 border-l-4 border-huai bg-huai-soft p-3">
          {t.notices[account.notice]}
        </p>
      )}
      <p className="mt-4 text-lg font-semibold">{account.name}</p>
      <p className="text-ink-2">
        {[t.kinds[account.kind], ...account.grantedRoles.map((role) => t.roles[role])].join(' · ')}
      </p>
      {account.recognized !== undefined && <Contribution year={account.year} recognized={account.recognized} />}
      <ul className="mt-6 divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {account.mayBuy && (
          <>
            <Destination to={paths.orders()} label={t.orders} />
            <Destination to={paths.cart()} label={t.cart} />
          </>
        )}
        <Destination
          to={paths.inbox()}
          label={account.unread > 0 ? `${t.inbox} · ${t.unread(account.unread)}` : t.inbox}
        />
        <Destination to={paths.contact()} label={t.contact} />
        {account.mayReadLedger && <Destination to={paths.finance.ledger()} label={t.ledger} />}
      </ul>
      <Sessions sessions={account.sessions} />
      <Form method="post" action={paths.signOut()} className="mt-6">
        <button
          type="submit"
          className="min-h-12 w-full rounded-[10px] border border-line-strong bg-card font-semibold"
        >
          {t.signOut}
        </button>
      </Form>
    </div>
  )
}

function Destination({ to, label }: { to: string; label: string }) {
  return (
    <li>
      <Link to={to} className="flex min-h-12 items-center justify-between">
        {label}
        <span aria-hidden="true">›</span>
      </Link>
    </li>
  )
}

function Contribution({ year, recognized }: { year: number; recognized: Fen }) {
  const t = useMessages(accountMessages)
  return (
    <section className="mt-6 rounded-2xl bg-sand p-5">
      <h2 className="font-serif text-lg font-bold">{t.contribution.title(year)}</h2>
      <p data-testid="my-contribution" className="mt-2 text-2xl font-semibold text-huai tabular-nums">
        {formatMoney(recognized)}
      </p>
      <p className="mt-1 text-sm text-ink-2">{t.contribution.note}</p>
      <Link to={paths.progress()} className="mt-2 inline-flex min-h-11 items-center text-indigo underline">
        {t.contribution.progress}
      </Link>
    </section>
  )
}

type SessionOnScreen = Awaited<ReturnType<typeof readAccount>>['sessions'][number]

function Sessions({ sessions }: { sessions: SessionOnScreen[] }) {
  const t = useMessages(accountMessages)
  const language = useLanguage()
  const time = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  })
  const at = (milliseconds: number) => time.format(new Date(milliseconds))
  return (
    <section className="mt-8">
      <h2 className="font-serif text-lg font-bold">{t.sessions.title}</h2>
      <p className="text-sm text-ink-2">{t.sessions.hint}</p>
      <ul className="mt-3 divide-y divide-line rounded-2xl border border-line bg-card px-4">
        {sessions.map(({ handle, createdAt, lastSeenAt, isCurrent }) => (
          <li key={handle} className="flex flex-wrap items-center gap-x-4 py-3 text-sm">
            <span className="min-w-0 flex-1">
              {t.sessions.opened} {at(createdAt)}
              <br />
              <span className="text-ink-3">
                {t.sessions.lastSeen} {at(lastSeenAt)}
              </span>
            </span>
            {isCurrent ? (
              <span className="font-semibold text-huai">{t.sessions.current}</span>
            ) : (
              <Form method="post">
                <input type="hidden" name="handle" value={handle} />
                <button type="submit" name="intent" value="revoke" className="min-h-11 px-3 text-indigo underline">
                  {t.sessions.revoke}
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      <Form method="post" className="mt-3">
        <button type="submit" name="intent" value="revokeAll" className="min-h-11 text-indigo underline">
          {t.sessions.revokeAll}
        </button>
      </Form>
    </section>
  )
}

async function readAccount(visitor: Visitor, { currentHash, now }: { currentHash: Buffer | undefined; now: Date }) {
  const { db } = getRuntime()
  const mayBuy = asActor(visitor, 'order:own') !== undefined
  const year = assistanceYear(now)
  const [sessions, contribution, unread] = await Promise.all([
    listSessions(db, { personId: visitor.personId, currentHash, now }),
    mayBuy ? readBuyerContribution(db, visitor.personId, year) : undefined,
    countUnread(db, visitor.personId),
  ])
  return {
    name: visitor.name,
    kind: visitor.kind,
    grantedRoles: visitor.roles.filter(isGrantedRole),
    mayBuy,
    mayReadLedger: asActor(visitor, 'ledger:read') !== undefined,
    year,
    recognized: contribution,
    unread,
    sessions: sessions.map(({ createdAt, lastSeenAt, ...session }) => ({
      ...session,
      createdAt: createdAt.getTime(),
      lastSeenAt: lastSeenAt.getTime(),
    })),
  }
}
