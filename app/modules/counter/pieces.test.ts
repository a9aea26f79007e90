import { describe, expect, it } from 'vitest'
import { isAllHere, piecesHere, piecesToCome } from './pieces.ts'

const line = (more: object = {}) => ({ quantity: 5, shipped: 0, received: 0, accepted: 0, canceled: 0, ...more })

describe('the pieces of a line at the counter', () => {
  it.each([
    ['nothing arrived', {}, [0, 5]],
    ['three arrived', { received: 3 }, [3, 2]],
    ['three arrived, two will not come', { received: 3, canceled: 2 }, [3, 0]],
    ['all arrived, two were not fetched', { received: 5, canceled: 2 }, [3, 0]],
    ['all arrived, four taken', { received: 5, accepted: 4 }, [1, 0]],
    ['all settled', { received: 5, accepted: 4, canceled: 1 }, [0, 0]],
  ])('%s', (_words, more, hereAndToCome) => {
    expect([piecesHere(line(more)), piecesToCome(line(more))]).toEqual(hereAndToCome)
  })

  it('are all here when nothing outstanding is still to come', () => {
    expect(isAllHere([line({ received: 5 }), line({ accepted: 5, received: 5 })])).toBe(true)
    expect(isAllHere([line({ received: 5 }), line({ received: 4 })])).toBe(false)
    expect(isAllHere([line({ accepted: 5, received: 5 })])).toBe(false)
  })
})
