import { expect, it } from 'vitest'
import { parseKeyedText } from './sheet.ts'

it('keys are read one a line, with pieces when they are written beside', () => {
  expect(parseKeyedText('k7qm2x4p\n K7QM-2X4P 2 \n\nＫ7QM 2X4P ×3')).toEqual([
    { text: 'K7QM2X4P', key: 'K7QM2X4P', quantity: undefined },
    { text: 'K7QM-2X4P 2', key: 'K7QM2X4P', quantity: 2 },
    { text: 'K7QM 2X4P ×3', key: 'K7QM2X4P', quantity: 3 },
  ])
})

it.each(['K7QM2X4', 'K7QM2X4O', 'K7QM2X4P 0', 'K7QM2X4P 1000', 'K7QM2X4PP'])('%j is no key of ours', (text) => {
  expect(parseKeyedText(text)).toEqual([{ text, key: undefined, quantity: undefined }])
})

it('reads sixty lines at most', () => {
  expect(parseKeyedText('K7QM2X4P\n'.repeat(100))).toHaveLength(60)
})
