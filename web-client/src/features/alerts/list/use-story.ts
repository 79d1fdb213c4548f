import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { AlertStoryDocument, type AlertStoryQuery } from '@/api/generated/alerts';
import { KINDS } from '@/parts/alert/words';
import type { AlertLine } from '@/features/alerts/use-alerts';
import { durationMs } from '@/format/time';
import { DAY_MS, MINUTE_MS } from '@/format/units';
import { useNow } from '@/parts/now';

type Found = Extract<NonNullable<AlertStoryQuery['node']>, { __typename: 'Alert' }>;
export type Change = Found['changes'][number];
export type TrafficPoint = Extract<
  NonNullable<AlertStoryQuery['endpoint']>,
  { __typename: 'Endpoint' }
>['traffic'][number];

/** As long as the API tells traffic for. */
const MOST_MS = 30 * DAY_MS;

/** What an alert went through, with the traffic of its endpoint from a while before its first sign on. */
export function useStory(alert: AlertLine) {
  const now = useNow();
  const [openedMs] = useState(now);
  const { rule, startedAt, endedAt } = alert;
  const period = periodOf(startedAt, endedAt, durationMs(rule.window) ?? MINUTE_MS, openedMs);
  const [{ data, error }, ask] = useQuery({
    query: AlertStoryDocument,
    variables: {
      id: alert.id,
      endpointId: rule.endpointId ?? '',
      withTraffic: KINDS[rule.kind].ofTraffic && rule.endpointId !== null,
      ...period,
    },
    requestPolicy: 'cache-and-network',
  });
  const found = data?.node?.__typename === 'Alert' && data.node.id === alert.id ? data.node : undefined;
  return {
    changes: found?.changes,
    traffic: data?.endpoint?.__typename === 'Endpoint' ? data.endpoint.traffic : undefined,
    failure: error === undefined ? null : toFailure(error),
    again: () => ask({ requestPolicy: 'network-only' }),
  };
}

/** Some windows before the first sign until some after the end, in windows of the rule where they fit. */
function periodOf(startedAt: string, endedAt: string | null, windowMs: number, nowMs: number) {
  const toMs = Math.min(nowMs, endedAt === null ? nowMs : Date.parse(endedAt) + 6 * windowMs);
  const to = Math.floor(toMs / MINUTE_MS) * MINUTE_MS;
  const wanted = Math.max(to - Date.parse(startedAt) + 12 * windowMs, 24 * windowMs);
  const buckets = Math.max(1, Math.min(120, Math.ceil(Math.min(MOST_MS, wanted) / windowMs)));
  const bucketMs = Math.ceil(Math.min(MOST_MS, wanted) / buckets / MINUTE_MS) * MINUTE_MS;
  const from = to - buckets * bucketMs;
  return {
    period: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    buckets,
  };
}
