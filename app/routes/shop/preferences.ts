import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { parseForm } from '#app/http/forms.server.ts'
import { paths } from '#app/http/paths.ts'
import { preferencesCookie, readPreferences } from '#app/http/preferences.server.ts'
import { safeReturnTo } from '#app/http/redirects.server.ts'
import { badRequest } from '#app/http/responses.server.ts'
import { LANGUAGES } from '#app/shared/language.ts'

const schema = z.object({
  language: z.enum(LANGUAGES).optional(),
  size: z.enum(['normal', 'big', 'toggle']).optional(),
  theme: z.enum(['system', 'light', 'dark']).optional(),
  returnTo: z.string().max(512).optional(),
})

export function loader() {
  return redirect(paths.home())
}

/** Changes what the form names and keeps the rest. */
export async function action({ request }: ActionFunctionArgs) {
  const submission = await parseForm(request, schema)
  if (submission.status !== 'success') throw badRequest()
  const { language, size, theme, returnTo } = submission.value
  const kept = readPreferences(request)
  const toggled = kept.size === 'big' ? 'normal' : 'big'
  const changed = {
    language: language ?? kept.language,
    size: size === 'toggle' ? toggled : (size ?? kept.size),
    theme: theme ?? kept.theme,
  }
  return redirect(safeReturnTo(returnTo, paths.home()), {
    status: 303,
    headers: { 'Set-Cookie': preferencesCookie(changed) },
  })
}
