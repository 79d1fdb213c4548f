import type { JobStatus } from '@/api/generated/jobs';

export const JOB_STATUSES: readonly JobStatus[] = [
  'QUEUED',
  'PROVISIONING',
  'RUNNING',
  'PREEMPTED',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'TIMED_OUT',
];

export function hasEnded(status: JobStatus): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED' || status === 'CANCELLED' || status === 'TIMED_OUT';
}

/** What the page of a job says. */
export const words = {
  command: { title: 'Command', copy: 'Copy command' },
  timeline: {
    title: 'What happened',
    phases: 'How long it took',
    attempt: (number: number) => `attempt ${number}`,
    Waited: (time: string) => `Waited ${time}`,
    Ran: (time: string) => `Ran ${time}`,
    after: (time: string) => `after ${time}`,
  },
} as const;

interface Ended {
  readonly status: JobStatus;
  readonly exitCode: number | null;
  readonly reason: string | null;
}

/** What became of the job, in a sentence; null while it has not ended. */
export function outcome({ status, exitCode, reason }: Ended): string | null {
  switch (status) {
    case 'SUCCEEDED':
      return 'It ended by itself and reported success.';
    case 'CANCELLED':
      return 'Someone cancelled it.';
    case 'TIMED_OUT':
      return 'It took longer than it was allowed, and was ended.';
    case 'FAILED':
      return exitCode === null
        ? (reason ?? 'It ended without an exit code: what ran it was lost.')
        : exitCodeInWords(exitCode);
    default:
      return null;
  }
}

/** By the conventions of POSIX shells: above 128 a signal ended the process. */
export function exitCodeInWords(code: number): string {
  const known = KNOWN_CODES[code];
  if (known !== undefined) return known;
  if (code > 128 && code <= 128 + 64) return `Signal ${code - 128} ended it.`;
  return `The program itself reported an error, code ${code}; its log has the reason.`;
}

const KNOWN_CODES: Readonly<Record<number, string>> = {
  0: 'The program reported success.',
  126: 'The command was found but may not be executed.',
  127: 'The command was not found in the job’s environment.',
  130: 'It was interrupted (signal 2).',
  134: 'The program gave up on an inconsistency of its own (signal 6).',
  137: 'It was killed (signal 9): most often because it wanted more memory than it had asked for.',
  139: 'The program touched memory that is not its own (signal 11).',
  143: 'It was asked to stop (signal 15).',
};
