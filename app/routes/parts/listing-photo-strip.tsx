import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { listingMessages } from '#app/messages/listings.ts'
import type { ListingPhoto } from '#app/modules/catalog/listing.ts'
import { PHOTO_ACCEPT } from '#app/shared/photo.ts'
import { useMessages } from '#app/ui/language.tsx'

interface StripProps {
  changeId: string
  revision: number
  photos: readonly ListingPhoto[]
  isEditable: boolean
}

/** The photographs of a listing side by side, and the field that takes more. */
export function ListingPhotoStrip({ changeId, revision, photos, isEditable }: StripProps) {
  const t = useMessages(listingMessages).photos
  return (
    <section className="mt-6" aria-labelledby="photos-title">
      <h2 id="photos-title" className="font-serif text-xl font-bold">
        {t.title}
      </h2>
      {photos.length === 0 ? (
        <p className="mt-2 text-ink-2">{t.none}</p>
      ) : (
        <ul className="mt-2 flex gap-3 overflow-x-auto pb-1">
          {photos.map((photo, index) => (
            <li key={photo.key} className="shrink-0">
              <ListingPhotoImage photo={photo} fallback={t.number(index + 1)} className="size-28" />
            </li>
          ))}
        </ul>
      )}
      {isEditable && (
        <>
          <PhotoUpload changeId={changeId} revision={revision} />
          {photos.length > 0 && (
            <Link
              to={paths.supply.listingPhotos(changeId)}
              className="inline-flex min-h-11 items-center text-indigo underline"
            >
              {t.manage}
            </Link>
          )}
        </>
      )}
    </section>
  )
}

/** Sent whole, without script: files and the revision they belong to. */
export function PhotoUpload({ changeId, revision }: { changeId: string; revision: number }) {
  const t = useMessages(listingMessages).photos
  return (
    <form
      method="post"
      action={paths.supply.listingPhotos(changeId)}
      encType="multipart/form-data"
      className="mt-3 grid gap-3 rounded-2xl border border-line bg-card p-3"
    >
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="revision" value={revision} />
      <label className="grid gap-1">
        <span className="font-semibold">{t.choose}</span>
        <span className="text-sm text-ink-2">{t.chooseHint}</span>
        <input
          type="file"
          name="photos"
          accept={PHOTO_ACCEPT}
          multiple
          required
          className="min-h-12 w-full rounded-[10px] border border-line-strong bg-card p-2 file:mr-3 file:min-h-11 file:rounded-[10px] file:border-0 file:bg-sand file:px-4 file:font-semibold"
        />
      </label>
      <button type="submit" className="min-h-12 rounded-[10px] border border-line-strong bg-sand px-5 font-semibold">
        {t.upload}
      </button>
    </form>
  )
}

interface ImageProps {
  photo: ListingPhoto
  fallback: string
  className: string
}

export function ListingPhotoImage({ photo, fallback, className }: ImageProps) {
  return (
    <img
      src={paths.photo(`${photo.key}-320`)}
      alt={photo.alt.zh || fallback}
      width={photo.width}
      height={photo.height}
      loading="lazy"
      className={`rounded-[10px] bg-sand object-cover ${className}`}
    />
  )
}
