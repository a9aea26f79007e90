import { foldText } from './search-terms.ts'

/** Names of one thing. A product named by a Chinese one of them is found by each. */
const SAME_THING: readonly (readonly string[])[] = [
  ['土豆', '马铃薯', '洋芋', 'potato'],
  ['红薯', '地瓜', '番薯', '甘薯', 'sweet potato'],
  ['猕猴桃', '奇异果', 'kiwi', 'kiwifruit'],
  ['西红柿', '番茄', 'tomato'],
  ['辣椒', '海椒', '辣子', 'chili', 'chilli', 'hot pepper'],
  ['花椒', '秦椒', 'sichuan pepper', 'prickly ash'],
  ['玉米', '苞谷', '包谷', '棒子', 'corn', 'maize'],
  ['荞麦', '荞面', 'buckwheat'],
  ['饸饹', '河洛', 'hele noodle'],
  ['馍', '馒头', '馍馍', 'steamed bun'],
  ['锅盔', '锅魁', 'guokui'],
  ['面粉', '小麦粉', '白面', 'flour'],
  ['核桃', '胡桃', 'walnut'],
  ['香菇', '冬菇', '花菇', 'shiitake'],
  ['黄豆', '大豆', 'soybean', 'soya bean'],
  ['小米', '粟米', 'millet'],
  ['菜籽油', '菜油', 'rapeseed oil'],
  ['苹果', 'apple'],
  ['桃子', '水蜜桃', 'peach'],
  ['牛肉', 'beef'],
  ['羊肉', 'mutton', 'lamb'],
  ['醋', 'vinegar'],
  ['粉条', '粉丝', 'starch noodle', 'vermicelli'],
]

/** Words for the kind of a thing: what is named by one of the first is found by each of the second, not the other way round. */
const KIND_OF_THING: readonly { named: readonly string[]; kinds: readonly string[] }[] = [
  { named: ['槐花蜜', '百花蜜', '土蜂蜜', '枣花蜜', '荆条蜜', '蜂蜜'], kinds: ['蜂蜜', 'honey'] },
  { named: ['土鸡蛋', '柴鸡蛋', '笨鸡蛋', '鸡蛋'], kinds: ['鸡蛋', '土鸡蛋', '柴鸡蛋', '笨鸡蛋', 'egg'] },
  { named: ['土鸡', '三黄鸡', '乌鸡'], kinds: ['鸡肉', 'chicken'] },
  { named: ['红富士', '富士', '嘎拉', '秦冠', '瑞雪', '瑞阳', '秦脆', '华硕'], kinds: ['苹果', 'apple'] },
  { named: ['黄桃', '蜜桃', '毛桃', '油桃'], kinds: ['桃子', 'peach'] },
  { named: ['花椒', '辣椒', '胡椒', '线椒'], kinds: ['pepper'] },
  { named: ['辣椒', '线椒', '辣子'], kinds: ['辣椒', '海椒', '辣子', 'chili', 'chilli'] },
  { named: ['挂面', '饸饹', '面条', '拉面'], kinds: ['面条', 'noodle'] },
  { named: ['香菇', '木耳', '平菇'], kinds: ['蘑菇', 'mushroom'] },
]

/**
 * Other words, in both languages, by which people look for what has this Chinese
 * name. Only the Chinese name is asked: 'sweet potato' is no potato.
 */
export function synonymsOf(nameZh: string): string[] {
  const folded = foldText(nameZh)
  const isSaid = (name: string) => folded.includes(name)
  const same = SAME_THING.filter((names) => names.some(isSaid)).flat()
  const kinds = KIND_OF_THING.filter(({ named }) => named.some(isSaid)).flatMap((entry) => entry.kinds)
  return [...new Set([...same, ...kinds])]
}
