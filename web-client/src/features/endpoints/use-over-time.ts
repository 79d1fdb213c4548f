import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import { EndpointOverTimeDocument, type OverTimeFragment } from '@/api/generated/endpoints';
import { useNow } from '@/parts/now';
import { boundsOf, type Period } from './traffic';

export type OverTime = Pick<OverTimeFragment, 'trafficByRevision' | 'replicaHistory' | 'rollouts'>;

/** What the page of an endpoint came with. */
export interface Come {
  readonly past: OverTime;
  /** The end of its period, in milliseconds since 1970. */
  readonly anchorMs: number;
}

interface Found {
  /** Undefined while it is on its way, where the page came with none of the period. */
  readonly past: OverTime | undefined;
  /** Of this, in milliseconds since 1970. */
  readonly anchorMs: number;
  readonly failure: Failure | null;
  readonly again: () => void;
}

/**
 * What each revision was asked in a period, how many replicas there were and what was rolled out: what the page came
 * with, and anew when one of the buckets is complete.
 */
export function useOverTime(id: string, period: Period, come: Come | null): Found {
  const now = useNow();
  const bucketMs = period.lengthMs / period.buckets;
  const [anchorMs, setAnchorMs] = useState(come?.anchorMs ?? now);
  const bucketOf = (atMs: number) => Math.floor(atMs / bucketMs);
  if (bucketOf(now) > bucketOf(anchorMs)) setAnchorMs(now);
  const isCome = come !== null && bucketOf(come.anchorMs) >= bucketOf(anchorMs);
  const [last, setLast] = useState<(Come & { readonly period: Period }) | null>(null);
  const [{ data, error, fetching }, ask] = useQuery({
    query: EndpointOverTimeDocument,
    variables: { id, period: boundsOf(period, anchorMs), buckets: period.buckets },
    pause: isCome,
  });
  // While it is asked anew what comes with it is the answer to the question before.
  const asked = !isCome && !fetching && data?.node?.__typename === 'Endpoint' ? data.node : undefined;
  if (asked !== undefined && last?.past.trafficByRevision !== asked.trafficByRevision)
    setLast({ past: asked, anchorMs, period });
  const kept = last?.period === period ? last : come;
  const found = asked === undefined ? kept : { past: asked, anchorMs };
  return {
    past: found?.past,
    anchorMs: found?.anchorMs ?? anchorMs,
    failure: isCome || error === undefined ? null : toFailure(error),
    again: () => ask({ requestPolicy: 'network-only' }),
  };
}
