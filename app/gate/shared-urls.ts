const SHARED =
  /^\/(?:_root\.data|products(?:\/[a-z0-9-]+)?(?:\.data)?|counties\/[a-z]+(?:\.data)?|cooperatives\/[a-z0-9-]+(?:\.data)?|search(?:\.data)?|licence(?:\.data)?|return-rules(?:\.data)?|privacy(?:\.data)?)?$/

/** Whether the page at `url` (path and query) is the same for every visitor with the same preferences. */
export function isSharedUrl(url: string): boolean {
  if (url.length > 512) return false
  const question = url.indexOf('?')
  return SHARED.test(question === -1 ? url : url.slice(0, question))
}
