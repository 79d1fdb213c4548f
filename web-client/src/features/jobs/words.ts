import type { EndCause, JobStatus } from '@/api/generated/jobs';
import { counted } from '@/format/number';

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

/** What the pages of jobs say. */
export const words = {
  list: {
    title: 'Jobs',
    noun: ['job', 'jobs'],
    running: (jobs: number) => counted(jobs, 'runs now', 'run now'),
    live: 'live',
    asOf: 'as of',
    nothing: {
      title: 'No jobs yet',
      text: 'A job runs a command or a trainer on a leased machine. One begins with each run that the platform trains and each replica that it serves. Start a run from an experiment of a project, or by the API:',
    },
    state: 'State',
    project: 'Project',
    allProjects: 'All projects',
    projects: 'projects',
    moreNotLoaded: (why: string) => `More projects could not be loaded: ${why}`,
    job: 'Job',
    why: 'Why',
    ran: 'Ran',
    waited: 'Waited',
    cores: 'Cores',
    memory: 'Memory',
    attempt: 'Attempt',
    by: 'Submitted by',
    submitted: 'Submitted',
  },
  page: {
    attempt: (number: number) => `attempt ${number}`,
    title: 'Job',
    all: 'All jobs',
    notLoaded: 'Could not load the job',
    by: (who: string) => `submitted by ${who}`,
    run: 'Open run',
    cancel: 'Cancel job',
    see: 'See',
    notStarted: 'Not started yet.',
    word: 'job',
    noLog: 'It wrote nothing to its log.',
    noLogYet: 'Nothing written yet.',
    logWaits: 'The log starts with the job.',
  },
  figures: {
    ran: 'Ran',
    allowed: (ran: string, limit: string) => `${ran} of ${limit} allowed`,
    noLimit: 'no time limit',
    limit: (limit: string) => `time limit ${limit}`,
    waited: 'Waited',
    stillWaits: 'and still waits',
    beforeFirst: 'before its first attempt',
    toStart: 'to start',
    cost: 'Cost',
    inAll: 'all in all',
    soFar: 'so far',
    anHour: (money: string) => `about ${money} an hour`,
    resources: 'Resources',
    cores: (cores: number) => (cores === 1 ? 'core' : 'cores'),
    memory: (memory: string) => `${memory} memory`,
    exitCode: 'Exit code',
    noneYet: 'none until it ends',
    success: 'success',
    explained: 'explained above',
  },
  asked: { title: 'Asked for' },
  definition: {
    title: 'What it runs',
    project: 'Project',
    run: 'Run',
    trainer: 'Trainer',
    cores: 'Cores',
    memory: 'Memory',
    limit: 'Time limit',
    noLimit: 'none',
    retries: {
      EXIT: 'Retries on error',
      OUT_OF_MEMORY: 'Retries out of memory',
      DISK_FULL: 'Retries on a full disk',
      MACHINE_LOST: 'Retries on a lost machine',
    } as Partial<Record<EndCause, string>>,
  },
  cancel: {
    title: (job: string) => `Cancel ${job}?`,
    verb: 'Cancel job',
    waited: (span: string) => `It has waited ${span} and not run yet.`,
    ran: (span: string, cost: string | null, cores: number) =>
      `It has run ${span}${cost === null ? '' : ` and cost ${cost} so far`}. ${cores} ${cores === 1 ? 'core is' : 'cores are'} released once the provider confirms it.`,
    logStays: 'Its log stays.',
    runEnds: (run: string) => `The run ${run} ends with it; metrics and artifacts written so far stay.`,
  },
  happenings: {
    submitted: 'Submitted',
    by: (who: string) => `by ${who}`,
    waits: 'Waits',
    ended: 'Ended',
    succeeded: 'Succeeded',
    failed: 'Failed',
    cancelled: 'Cancelled',
    timedOut: 'Timed out',
    attempt: (number: number) => `Attempt ${number}`,
    lease: 'Its lease',
    asked: (attempt: string) => `${attempt} asked for a place`,
    started: (attempt: string) => `${attempt} started`,
    on: (provider: string) => `on ${provider}`,
    lost: (attempt: string) => `${attempt} was lost`,
    releasedOf: (attempt: string) => `${attempt}: machine released`,
    released: 'Machine released',
  },
  command: { title: 'Command', copy: 'Copy command' },
  lanes: {
    title: 'Time',
    job: 'Job',
    attempt: (number: number) => `Attempt ${number}`,
    axis: 'UTC',
    waited: (time: string) => `Waited ${time}`,
    waits: (time: string) => `Waiting, ${time} so far`,
    ran: (time: string) => `Ran ${time}`,
    runs: (time: string) => `Running, ${time} so far`,
    lost: (time: string) => `Lost after ${time}`,
    may: (clock: string) => `until ${clock} at most`,
    from: (what: string, from: string, to: string) => `${what}: ${from} to ${to}`,
  },
  timeline: {
    title: 'What happened',
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
