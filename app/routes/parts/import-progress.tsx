import { Link, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { paths } from '#app/http/paths.ts'
import { importMessages } from '#app/messages/imports.ts'
import type { ImportJob } from '#app/modules/imports/import-job.ts'
import { useMessages } from '#app/ui/language.tsx'
import { Notice } from '#app/ui/notice.tsx'

const POLL_MS = 2_000

/** How far the applying is: asked again by itself, or by the link where there are no scripts. */
export function ImportProgress({ job, isStalled }: { job: ImportJob; isStalled: boolean }) {
  const t = useMessages(importMessages)
  const { revalidate } = useRevalidator()
  const { jobId, counts, rowCount } = job
  useEffect(() => {
    const timer = setInterval(revalidate, POLL_MS)
    return () => clearInterval(timer)
  }, [revalidate])
  const done = rowCount - counts.changed
  return (
    <div className="mt-4">
      <Notice tone="info" role="status">
        <p className="tabular-nums">{t.job.progress(done, rowCount)}</p>
        <progress className="mt-2 h-3 w-full accent-huai" value={done} max={rowCount} aria-label={t.states.applying} />
        {isStalled && <p className="mt-1">{t.job.stalled}</p>}
        <Link
          to={paths.supply.importJob(jobId)}
          className="inline-flex min-h-11 items-center text-indigo underline"
          reloadDocument
        >
          {t.job.refresh}
        </Link>
      </Notice>
    </div>
  )
}
