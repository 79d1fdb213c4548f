import { describe, expect, it } from 'vitest';
import { exitCodeInWords, hasEnded, JOB_STATUSES, outcome } from './words';

describe('the outcome of a job', () => {
  it('is told of ended jobs only', () => {
    for (const status of JOB_STATUSES) {
      expect(outcome({ status, exitCode: 0, reason: null }) !== null).toBe(hasEnded(status));
    }
  });

  it('explains the exit code of a failed one', () => {
    expect(outcome({ status: 'FAILED', exitCode: 137, reason: 'OOM' })).toContain('more memory');
    expect(outcome({ status: 'FAILED', exitCode: null, reason: 'no provider offers 900 cpus' })).toBe(
      'no provider offers 900 cpus',
    );
  });

  it.each([
    [1, 'The program itself reported an error, code 1; its log has the reason.'],
    [127, 'The command was not found in the job’s environment.'],
    [152, 'Signal 24 ended it.'],
    [255, 'The program itself reported an error, code 255; its log has the reason.'],
  ])('reads the exit code %d', (code, words) => expect(exitCodeInWords(code)).toBe(words));
});
