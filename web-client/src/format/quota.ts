import type { LimitsQuery } from '@/api/generated/limits';
import { bytes, count } from './number';

export type QuotaName = LimitsQuery['tenant']['quotas'][number]['name'];

export interface QuotaWords {
  readonly word: string;
  readonly area: string;
  /** What becomes of a request that would go beyond it. */
  readonly atLimit: string;
}

const WORDS: Readonly<Record<QuotaName, QuotaWords>> = {
  PROJECTS: { word: 'Projects', area: 'Organisation', atLimit: 'creating is refused' },
  MEMBERS: { word: 'Members and invitations', area: 'Organisation', atLimit: 'inviting is refused' },
  API_KEYS: { word: 'API keys', area: 'Organisation', atLimit: 'creating is refused' },
  STORED_BYTES: { word: 'Stored bytes', area: 'Storage and intake', atLimit: 'the upload is refused' },
  METRIC_POINTS_PER_MINUTE: {
    word: 'Metric points a minute',
    area: 'Storage and intake',
    atLimit: 'the batch is refused',
  },
  QUEUED_JOBS: { word: 'Queued jobs', area: 'Jobs and capacity', atLimit: 'submitting is refused' },
  RUNNING_JOBS: { word: 'Running jobs', area: 'Jobs and capacity', atLimit: 'the job waits' },
  CPUS: { word: 'CPUs', area: 'Jobs and capacity', atLimit: 'the job waits' },
  ENDPOINTS: { word: 'Endpoints', area: 'Serving', atLimit: 'deploying is refused' },
  OPEN_SOCKETS: { word: 'Open sockets', area: 'Serving', atLimit: 'the new one is closed, 4429' },
};

/** In the order in which they are shown. */
export const QUOTA_NAMES = Object.keys(WORDS) as QuotaName[];

export function wordsOf(name: QuotaName): QuotaWords {
  return WORDS[name];
}

/** `118`, or `8.4 TiB` for what is bytes. */
export function amountOf(name: QuotaName, value: number): string {
  return name === 'STORED_BYTES' ? bytes(value) : count(value);
}
