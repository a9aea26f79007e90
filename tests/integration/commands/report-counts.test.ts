import { describe, expect, it } from 'vitest'
import { addCounts, countPlaywright, countVitest } from '#tests/support/report-counts.ts'

describe('the counts of a test run', () => {
  it('hold a file that broke before its tests ran as one failure', () => {
    const report = {
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    }
    expect(countVitest(report)).toEqual({ passed: 4, failed: 2, skipped: 2 })
  })

  it('hold an error outside of every browser test as one failure', () => {
    const report = {
      stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 },
      errors: [{ message: 'global setup' }],
    }
    expect(countPlaywright(report)).toEqual({ passed: 4, failed: 2, skipped: 2 })
  })

  it('add up over runners', () => {
    const one = { passed: 1, failed: 2, skipped: 3 }
    expect(addCounts(one, { passed: 10, failed: 20, skipped: 30 })).toEqual({ passed: 11, failed: 22, skipped: 33 })
  })
})
