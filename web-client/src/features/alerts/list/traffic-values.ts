import type { AlertRuleKind } from '@/api/generated/alerts';

interface Bucket {
  readonly at: string;
  readonly requests: number;
  readonly errors: number;
  readonly p95Ms: number | null;
}

/** What a rule of this kind would have seen in each bucket; nothing where nobody asked. */
export function seriesOf(kind: AlertRuleKind, buckets: readonly Bucket[]) {
  return buckets.map(({ at, requests, errors, p95Ms }) => ({
    x: Date.parse(at) / 1_000,
    y: requests === 0 ? null : kind === 'ENDPOINT_LATENCY' ? p95Ms : errors / requests,
  }));
}
