import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import { TrafficByRevisionDocument } from '@/api/generated/endpoints';
import { useNow } from '@/parts/now';
import { boundsOf, type Period } from '@/features/endpoints/traffic';
import type { RevisionTraffic } from './lines';

interface Found {
  /** Undefined while they are on their way. */
  readonly revisions: readonly RevisionTraffic[] | undefined;
  /** Of what was asked for, in milliseconds since 1970. */
  readonly anchorMs: number;
  readonly failure: Failure | null;
  readonly again: () => void;
}

/** What each revision was asked in a period; asked for anew when one of its buckets is complete. */
export function useTrafficByRevision(id: string, period: Period): Found {
  const now = useNow();
  const bucketMs = period.lengthMs / period.buckets;
  const [anchorMs, setAnchorMs] = useState(now);
  if (Math.floor(now / bucketMs) > Math.floor(anchorMs / bucketMs)) setAnchorMs(now);
  const [{ data, error }, ask] = useQuery({
    query: TrafficByRevisionDocument,
    variables: { id, period: boundsOf(period, anchorMs), buckets: period.buckets },
  });
  return {
    revisions: data?.node?.__typename === 'Endpoint' ? data.node.trafficByRevision : undefined,
    anchorMs,
    failure: error === undefined ? null : toFailure(error),
    again: () => ask({ requestPolicy: 'network-only' }),
  };
}
