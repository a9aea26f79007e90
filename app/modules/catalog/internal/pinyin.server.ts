import { pinyin } from 'pinyin-pro'
import { foldText, hanRunsOf } from '../search-terms.ts'

/** Words with a character of several readings, as they are read here; they win over the dictionary, whatever it learns. */
const READINGS: readonly (readonly [word: string, syllables: string])[] = [
  ['长武', 'chang wu'],
  ['长安', 'chang an'],
  ['召公', 'shao gong'],
  ['乾县', 'qian xian'],
  ['柞水', 'zha shui'],
  ['重庆', 'chong qing'],
  ['重阳', 'chong yang'],
  ['番茄', 'fan qie'],
  ['薄皮', 'bao pi'],
  ['饸饹', 'he le'],
  ['臊子', 'sao zi'],
  ['粘玉米', 'nian yu mi'],
  ['玉米糁', 'yu mi shen'],
  ['蘋果', 'ping guo'],
]

/** Longest part of a run that is found by its pinyin written as one word. */
const MAX_SYLLABLES = 10

/** One syllable for each character of a Han run, without tones, ü as v. */
export function syllablesOf(run: string): string[] {
  const syllables = pinyin(run, { toneType: 'none', type: 'array', v: true })
  for (const [word, reading] of READINGS) {
    for (let at = run.indexOf(word); at >= 0; at = run.indexOf(word, at + word.length)) {
      // Counted in characters, not in UTF-16 units.
      const index = [...run.slice(0, at)].length
      syllables.splice(index, [...word].length, ...reading.split(' '))
    }
  }
  return syllables
}

/** A text by which names are sorted: every Han character as its syllable, the rest as it is. */
export function pinyinOf(text: string): string {
  return foldText(text)
    .replace(/\p{Script=Han}+/gu, (run) => ` ${syllablesOf(run).join(' ')} `)
    .replace(/\s+/g, ' ')
    .trim()
}

/** Every stretch of neighbours within the Han runs of `text`, as syllables. */
export function stretchesOf(text: string): string[][] {
  return hanRunsOf(foldText(text)).flatMap((run) => {
    const syllables = syllablesOf(run)
    return syllables.flatMap((_, start) =>
      syllables.slice(start, start + MAX_SYLLABLES).map((__, length) => syllables.slice(start, start + length + 1)),
    )
  })
}

/** First letters of syllables: 'hj' of hua jiao. */
export function initialsOf(syllables: readonly string[]): string {
  return syllables.map((syllable) => syllable.charAt(0)).join('')
}
