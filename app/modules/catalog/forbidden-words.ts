/** A word that no listing may hold, as it stands in our list, and why. */
export interface ForbiddenWord {
  kind: 'alcohol' | 'medicinalHerb' | 'healthClaim'
  word: string
}

/**
 * Chinese words. Alcohol because buyers may be minors; herbs that are medicine and not
 * food; and what a label may not say: that food prevents, treats or heals (Food Safety
 * Law, article 71).
 */
const HAN_WORDS: Record<ForbiddenWord['kind'], readonly string[]> = {
  alcohol: ['白酒', '黄酒', '米酒', '果酒', '药酒', '啤酒', '葡萄酒', '烧酒', '酒精', '酒'],
  medicinalHerb: ['连翘', '黄芩', '射干', '柴胡', '丹参', '秦艽', '苍术', '板蓝根', '中药', '中草药', '药材', '草药'],
  healthClaim: [
    ...['治疗', '治病', '治愈', '根治', '包治', '医治', '主治', '疗效', '药效', '药用', '特效'],
    ...['抗癌', '防癌', '癌症', '癌', '肿瘤', '糖尿病', '高血压', '高血糖', '高血脂', '降三高', '三高人群', '防三高'],
    ...['降血压', '降血糖', '降血脂', '降压', '降糖', '降脂', '壮阳', '补肾', '滋阴', '延年益寿', '抗衰老', '防衰老'],
    ...[
      '保健',
      '免疫力',
      '预防疾病',
      '消炎',
      '止咳',
      '化痰',
      '润肺',
      '清热解毒',
      '排毒',
      '祛湿',
      '活血',
      '安神',
      '助眠',
    ],
    ...['明目', '护肝', '养肝', '健脾', '养胃', '减肥', '瘦身', '美容养颜', '养颜'],
  ],
}

/** Words that hold one of those above and are no such thing. They are taken out before anything is looked for. */
const HAN_EXCEPTIONS: readonly string[] = [
  ...['料酒', '酒枣', '醉枣', '酒店', '酒家', '酒楼', '酒席', '酒红', '酒泉', '下酒菜', '酒石酸'],
  ...['不含酒精', '无酒精', '零酒精', '不是酒', '不醉'],
  ...['照射干', '直射干', '射干净', '射干燥', '辐射干', '连翘首', '牡丹参观', '丹参观', '丹参加'],
  ...['防治病虫', '治病虫', '不是药材', '非药材', '无保健', '没有保健', '不能治病', '不治病', '不替代治疗', '不能治疗'],
]

/** Latin words and phrases, in lower case, whole words only. */
const LATIN_WORDS: Record<ForbiddenWord['kind'], readonly string[]> = {
  alcohol: ['alcohol', 'alcoholic', 'liquor', 'wine', 'beer', 'baijiu', 'brandy', 'whisky', 'whiskey', 'vodka', 'sake'],
  medicinalHerb: ['forsythia', 'scutellaria', 'bupleurum', 'medicinal', 'herbal medicine'],
  healthClaim: [
    ...['cancer', 'tumour', 'tumor', 'diabetes', 'diabetic', 'hypertension', 'cholesterol', 'cure', 'cures', 'heals'],
    ...['blood pressure', 'blood sugar', 'blood lipids', 'aphrodisiac', 'detox', 'immunity', 'immune system'],
    ...['weight loss', 'lose weight', 'therapeutic', 'anti ageing', 'anti aging', 'prevents disease', 'treats disease'],
  ],
}

const LATIN_EXCEPTIONS: readonly string[] = [
  ...['cooking wine', 'wine red', 'alcohol free', 'no alcohol', 'without alcohol', 'non alcoholic', 'for the sake of'],
]

/** Traditional and variant characters of the words above, and what they are read as. */
const VARIANTS = new Map(
  [
    ...[
      '療疗',
      '癒愈',
      '瘉愈',
      '醫医',
      '藥药',
      '葯药',
      '壓压',
      '壯壮',
      '陽阳',
      '腎肾',
      '補补',
      '黃黄',
      '連连',
      '翹翘',
      '參参',
    ],
    ...[
      '蔘参',
      '蒼苍',
      '術术',
      '朮术',
      '藍蓝',
      '蘭蓝',
      '腫肿',
      '預预',
      '養养',
      '顏颜',
      '潤润',
      '熱热',
      '濕湿',
      '溼湿',
      '護护',
    ],
    ...[
      '強强',
      '無无',
      '燒烧',
      '髙高',
      '減减',
      '陰阴',
      '壽寿',
      '紅红',
      '乾干',
      '觀观',
      '棗枣',
      '樓楼',
      '癥症',
      '効效',
      '醣糖',
    ],
    ...['痩瘦', '沒没', '蟲虫'],
  ].map((pair) => [...pair] as [string, string]),
)

/** What stands between sentences and is no way of writing a word apart. */
const SENTENCE_END = /[。！？；，、：.!?;,:\n\r]+/
/** In a masked text: an exception stood here, and nothing reaches across. */
const MASK = '\u0000'

/**
 * The first word in `text` that keeps it from being published: alcohol, then herbs,
 * then claims. Full-width letters, traditional characters, and spaces, points or
 * signs within a word do not hide it.
 */
export function findForbiddenWord(text: string): ForbiddenWord | undefined {
  const folded = fold(text)
  const stretches = hanStretches(folded).map((stretch) => mask(stretch, HAN_EXCEPTIONS))
  const sentences = latinSentences(folded).map((sentence) => mask(sentence, LATIN_EXCEPTIONS.map(asWhole)))
  for (const kind of ['alcohol', 'medicinalHerb', 'healthClaim'] as const) {
    const word =
      HAN_WORDS[kind].find((one) => stretches.some((stretch) => stretch.includes(one))) ??
      LATIN_WORDS[kind].find((one) => sentences.some((sentence) => sentence.includes(asWhole(one))))
    if (word !== undefined) return { kind, word }
  }
  return undefined
}

function fold(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase()
  return [...plain].map((character) => VARIANTS.get(character) ?? character).join('')
}

/**
 * The Chinese of each sentence without anything between its characters. Sentences of
 * one character each are one word in disguise.
 */
function hanStretches(folded: string): string[] {
  const parts = folded.split(SENTENCE_END).map((part) => part.replace(/[^\p{Script=Han}0-9]/gu, ''))
  const stretches: string[] = []
  let wasSingle = false
  for (const part of parts) {
    const isSingle = [...part].length === 1
    if (isSingle && wasSingle) stretches.push(`${stretches.pop() ?? ''}${part}`)
    else stretches.push(part)
    wasSingle = isSingle
  }
  return stretches
}

/** Latin words of each sentence between single spaces, with one at either end; letters one by one are one word in disguise. */
function latinSentences(folded: string): string[] {
  const plain = folded.normalize('NFD').replace(/\p{Mn}/gu, '')
  return plain.split(/[。！？；!?;\n\r]+/).map((sentence) => {
    const words = sentence.match(/[a-z]+/g) ?? []
    return ` ${words.join(' ').replace(/\b([a-z])(?: ([a-z])\b)+/g, (run) => run.replaceAll(' ', ''))} `
  })
}

function asWhole(words: string): string {
  return ` ${words} `
}

/** `text` with each exception replaced by a sign that is in no word. */
function mask(text: string, exceptions: readonly string[]): string {
  return exceptions.reduce((left, exception) => left.replaceAll(exception, MASK), text)
}
