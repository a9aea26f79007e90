import { progressMessages } from '#app/messages/progress.ts'
import { inLanguage } from '#app/shared/language.ts'
import { formatBasisPoints, formatMoney } from '#app/shared/money.ts'
import { useLanguage, useMessages } from '#app/ui/language.tsx'
import type { Terrace } from './progress-charts.server.ts'
import type { CountyRow } from './progress-tables.tsx'

const HUES: Record<string, string> = {
  xunyi: '#C4472F',
  changwu: '#E7A92F',
  yongshou: '#4B7A47',
  fufeng: '#A8281D',
  chunhua: '#DF7740',
}
const OTHER_HUE = '#8C7A5E'

interface TerracesProps {
  terraces: Terrace[]
  counties: CountyRow[]
  box: { width: number; top: number; rowHeight: number }
}

/**
 * Five terraces, each filled to its county's rate. The picture stretches with the
 * page; the words stand on plates of their own above it, so their size and
 * contrast do not depend on it.
 */
export function Terraces({ terraces, counties, box }: TerracesProps) {
  const t = useMessages(progressMessages).counties
  const language = useLanguage()
  const height = box.top + terraces.length * box.rowHeight
  const words = counties.map((county) =>
    t.describe(inLanguage(county.nameZh, county.nameEn, language), rateWords(county, t.noTarget)),
  )
  return (
    <figure className="mt-4">
      <div className="relative overflow-hidden rounded-2xl border border-line bg-mai-soft print:border-ink">
        <div
          aria-hidden="true"
          className="absolute top-[1.1rem] right-[12%] size-11 rounded-full bg-jiao-fill opacity-90 md:size-14"
        />
        <svg
          role="img"
          aria-labelledby="terraces-title terraces-desc"
          viewBox={`0 0 ${box.width} ${height}`}
          preserveAspectRatio="none"
          className="relative block w-full"
          style={{ height: `${(height / box.rowHeight) * 5.5}rem` }}
        >
          <title id="terraces-title">{t.title}</title>
          <desc id="terraces-desc">{`${t.chart} ${words.join('；')}`}</desc>
          {terraces.map((terrace, index) => (
            <TerraceLayer
              key={terrace.countyId}
              terrace={terrace}
              base={box.top + index * box.rowHeight}
              box={{ ...box, height }}
            />
          ))}
        </svg>
        {counties.map((county, index) => (
          <p
            key={county.countyId}
            aria-hidden="true"
            className="absolute left-3 rounded-[10px] bg-card px-3 py-1.5 text-ink md:left-5"
            style={{ top: `${((box.top + index * box.rowHeight) / box.rowHeight) * 5.5 + 1.15}rem` }}
          >
            <span className="font-serif text-lg font-bold">
              {inLanguage(county.nameZh, county.nameEn, language)}
              <span className="ml-2 tabular-nums">{rateWords(county, t.noTarget)}</span>
            </span>
            <span className="block text-xs text-ink-2 tabular-nums">
              {formatMoney(county.attained.all)}
              {county.target !== undefined && ` / ${formatMoney(county.target)}`}
            </span>
          </p>
        ))}
      </div>
      <figcaption className="mt-2 text-sm text-ink-2">{t.chart}</figcaption>
    </figure>
  )
}

function rateWords(county: CountyRow, noTarget: string): string {
  return county.rateBasisPoints === undefined ? noTarget : formatBasisPoints(county.rateBasisPoints)
}

interface TerraceLayerProps {
  terrace: Terrace
  base: number
  box: { width: number; rowHeight: number; height: number }
}

/** One sheet of cut paper: pale ground, the attained part in full colour, furrows, and a staked edge where it ends. */
function TerraceLayer({ terrace, base, box }: TerraceLayerProps) {
  const hue = HUES[terrace.countyId] ?? OTHER_HUE
  const clip = `terrace-${terrace.countyId}`
  const isStaked = terrace.fillTo > 0 && terrace.fillTo < box.width
  return (
    <g>
      <clipPath id={clip}>
        <rect x="0" y="0" width={terrace.fillTo} height={box.height} />
      </clipPath>
      <path d={terrace.area} className="fill-card" />
      <path d={terrace.area} fill={hue} fillOpacity="0.24" />
      <g clipPath={`url(#${clip})`}>
        <path d={terrace.area} fill={hue} />
        {terrace.contours.map((contour) => (
          <path
            key={contour}
            d={contour}
            fill="none"
            stroke="#FFFDF8"
            strokeOpacity="0.35"
            strokeWidth="1.5"
            strokeDasharray="14 7"
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </g>
      <path d={terrace.ridge} fill="none" className="stroke-card" strokeWidth="3" vectorEffect="non-scaling-stroke" />
      {isStaked && (
        <line
          x1={terrace.fillTo}
          x2={terrace.fillTo}
          y1={base - 16}
          y2={base + box.rowHeight - 22}
          className="stroke-ink"
          strokeWidth="2"
          strokeDasharray="5 4"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </g>
  )
}
