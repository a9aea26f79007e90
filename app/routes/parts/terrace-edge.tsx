/** The tableland's edge as three cut papers, below something that fills the width. Decoration only. */
export function TerraceEdge({ className = '' }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 1200 90" preserveAspectRatio="none" className={`block w-full ${className}`}>
      <path d="M0 44C160 6 330 20 520 40s420 34 680-14v64H0z" className="fill-[#C4472F]" />
      <path d="M0 60c180-30 380-14 560 4s400 18 640-26v52H0z" className="fill-mai" />
      <path d="M0 80c240-18 460-10 660-2s360 8 540-8v20H0z" className="fill-paper" />
    </svg>
  )
}
