import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Tone = 'done' | 'info' | 'warning' | 'error'

interface NoticeProps {
  tone: Tone
  children: ReactNode
  /** `alert` for what went wrong just now, `status` for what was done; none for what has been on the page all along. */
  role?: 'alert' | 'status'
}

const TONES: Record<Tone, { icon: IconName; ground: string; sign: string }> = {
  done: { icon: 'check', ground: 'border-huai bg-huai-soft', sign: 'text-huai' },
  info: { icon: 'info', ground: 'border-indigo bg-indigo-soft', sign: 'text-indigo' },
  warning: { icon: 'clock', ground: 'border-mai bg-mai-soft', sign: 'text-mai-deep' },
  error: { icon: 'warning', ground: 'border-jiao bg-jiao-soft', sign: 'text-jiao' },
}

/** A sentence set apart by bar, sign and ground, so that its tone does not hang on colour. */
export function Notice({ tone, children, role }: NoticeProps) {
  const { icon, ground, sign } = TONES[tone]
  return (
    <div role={role} className={`flex gap-2.5 rounded-r-[10px] border-l-4 p-3 ${ground}`}>
      <Icon name={icon} className={`mt-px size-6 ${sign}`} />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  )
}
