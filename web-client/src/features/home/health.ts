import type { HomeEndpointFragment } from '@/api/generated/home';
import type { IconName } from '@/parts/Icon';
import type { Tone } from '@/parts/Status';
import { words } from './words';

const says = words.health;

/** More failed calls than this need a person's eye. */
const MAX_ERROR_SHARE = 0.01;

export interface Health {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: string;
  readonly why: string | null;
}

export interface Traffic {
  readonly requests: number;
  readonly perMinute: number;
  readonly errorShare: number;
  /** Of the last bucket that had any. */
  readonly p95Ms: number | null;
}

/** What the buckets of the last hour add up to. */
export function trafficOf({ traffic }: Pick<HomeEndpointFragment, 'traffic'>, seconds: number): Traffic {
  const requests = traffic.reduce((sum, bucket) => sum + bucket.requests, 0);
  const errors = traffic.reduce((sum, bucket) => sum + bucket.errors, 0);
  return {
    requests,
    perMinute: (requests * 60) / seconds,
    errorShare: requests === 0 ? 0 : errors / requests,
    p95Ms: traffic.findLast(({ p95Ms }) => p95Ms != null)?.p95Ms ?? null,
  };
}

/** The gravest thing that can be said of an endpoint, with its reason. */
export function healthOf(endpoint: HomeEndpointFragment, { errorShare }: Traffic): Health {
  const serving = endpoint.revisions.filter(({ weight }) => weight > 0);
  const { ready, wanted, reason } = endpoint.scaling;
  if (serving.some(({ status }) => status === 'FAILED')) {
    return { tone: 'bad', icon: 'bad', word: says.failed, why: says.failedWhy };
  }
  if (serving.every(({ status }) => status === 'STOPPED')) {
    return { tone: 'idle', icon: 'stop', word: says.stopped, why: null };
  }
  if (errorShare > MAX_ERROR_SHARE) {
    return {
      tone: 'bad',
      icon: 'bad',
      word: says.errors,
      why: says.errorsWhy((errorShare * 100).toFixed(1)),
    };
  }
  if (ready < wanted) {
    return {
      tone: 'warn',
      icon: 'warn',
      word: says.scaling,
      why: reason ?? says.scalingWhy(ready, wanted),
    };
  }
  if (wanted === 0) return { tone: 'idle', icon: 'pause', word: says.atZero, why: says.atZeroWhy };
  return { tone: 'ok', icon: 'ok', word: says.healthy, why: null };
}
