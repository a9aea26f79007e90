const HAN = /^\p{Script=Han}/u
const MAX_LENGTH = 12

/** A name as it stands in a corner of every page, where others may look on: 林秋实 becomes 林**, 'Mary Ann Smith' becomes 'Mary'. */
export function shortName(name: string): string {
  if (HAN.test(name)) return `${[...name][0] ?? ''}**`
  const first = name.split(' ')[0] ?? name
  return [...first].slice(0, MAX_LENGTH).join('')
}
