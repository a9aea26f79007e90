import { paths } from '#app/http/paths.ts'

interface SearchBoxProps {
  label: string
  submit: string
  placeholder?: string
  query?: string
}

/** Search as a plain form: works before and without any script. */
export function SearchBox({ label, submit, placeholder, query }: SearchBoxProps) {
  return (
    <search>
      <form
        action={paths.search()}
        className="flex w-full max-w-xl rounded-[10px] border border-line-strong bg-card p-1"
      >
        <input
          type="search"
          name="q"
          maxLength={40}
          defaultValue={query}
          aria-label={label}
          placeholder={placeholder}
          enterKeyHint="search"
          className="min-h-11 min-w-0 flex-1 rounded-[6px] bg-card px-3 text-ink"
        />
        <button type="submit" className="min-h-11 min-w-14 rounded-[6px] bg-mai px-4 font-semibold text-[#2B2119]">
          {submit}
        </button>
      </form>
    </search>
  )
}
