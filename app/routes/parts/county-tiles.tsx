import { paths } from '#app/http/paths.ts'

export interface CountyTile {
  id: string
  name: string
}

/** The partner counties as panoramas, one beside the other. */
export function CountyTiles({ counties }: { counties: readonly CountyTile[] }) {
  return (
    <ul className="-mx-4 flex gap-3 overflow-x-auto px-4 pb-1 md:mx-0 md:grid md:grid-cols-5 md:px-0">
      {counties.map((county) => (
        <li key={county.id} className="w-40 shrink-0 md:w-auto">
          <a
            href={paths.county(county.id)}
            className="block overflow-hidden rounded-2xl border border-line bg-card hover:border-line-strong"
          >
            <img
              src={paths.picture('county', county.id)}
              alt=""
              width="640"
              height="320"
              className="aspect-2/1 w-full bg-sand object-cover"
            />
            <span className="flex min-h-11 items-center justify-center font-serif font-bold">{county.name}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
