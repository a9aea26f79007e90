import { paths } from '#app/http/paths.ts'

export interface CategoryLink {
  id: string
  name: string
  pictureKind: string
}

/** The categories, each with its picture, leading to the list of its products. */
export function CategoryLinks({ categories }: { categories: readonly CategoryLink[] }) {
  return (
    <ul className="grid grid-cols-4 gap-2 sm:grid-cols-6 lg:grid-cols-8">
      {categories.map((category) => (
        <li key={category.id}>
          <a
            href={paths.products(`category=${category.id}`)}
            className="flex h-full flex-col items-center gap-1 rounded-2xl p-2 text-center text-sm hover:bg-sand"
          >
            <img
              src={paths.picture(category.pictureKind, category.id)}
              alt=""
              width="160"
              height="160"
              loading="lazy"
              className="aspect-square w-full max-w-20 arch bg-sand object-cover"
            />
            {category.name}
          </a>
        </li>
      ))}
    </ul>
  )
}
