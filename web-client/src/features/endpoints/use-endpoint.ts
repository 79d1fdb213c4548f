import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import { useFollow, type Following } from '@/api/follow';
import {
  EndpointDocument,
  EndpointStateDocument,
  EndpointTrafficDocument,
  type BucketFragment,
} from '@/api/generated/endpoints';
import type { Permission } from '@/api/permissions';
import { useExtra } from '@/api/use-extra';
import { useRepeat } from '@/api/use-repeat';
import { everyBucket } from '@/format/buckets';
import { useNow } from '@/parts/now';
import type { EndpointDetail } from './detail';
import { isMoving } from './revisions';
import { boundsOf, monthBounds, quietBucket, withMinute, type Period } from './traffic';

/** Revisions and replicas are asked for again this often, and more often while one is on its way. */
const CALM_MS = 15_000;
const MOVING_MS = 2_000;

export interface EndpointFound {
  /** Undefined while on its way; null where there is none that the person may see. */
  readonly endpoint: EndpointDetail | null | undefined;
  /** As fetched; the minutes that came since are in `minutes`. */
  readonly fetched: readonly BucketFragment[];
  readonly minutes: readonly BucketFragment[];
  readonly following: Following;
  /** What the person may do in the whole organisation; undefined while on its way. */
  readonly permissions: readonly Permission[] | undefined;
  readonly failure: Failure | null;
  /** When the platform last answered, in milliseconds since 1970. */
  readonly answeredMs: number | null;
  readonly reload: () => void;
}

/**
 * An endpoint with its traffic of a period. An hour is followed minute by minute; longer periods are fetched anew when
 * one of their buckets is complete, and so is an hour that cannot be followed.
 */
export function useEndpoint(id: string, period: Period): EndpointFound {
  const now = useNow();
  const bucketMs = period.lengthMs / period.buckets;
  const [anchorMs, setAnchorMs] = useState(now);
  const [minutes, setMinutes] = useState<readonly BucketFragment[]>([]);
  const cost = useExtra('COST_READ', 'costRead', id);
  const [state, ask] = useQuery({
    query: EndpointDocument,
    variables: {
      id,
      period: boundsOf(period, anchorMs),
      buckets: period.buckets,
      month: monthBounds(anchorMs),
      costRead: cost.asked,
    },
  });
  const { data } = state;
  const error = cost.failed(state);
  // Where a field failed, the platform sends `data: null`.
  const node = data?.node;
  const endpoint = node === undefined || node?.__typename === 'Endpoint' ? node : null;
  const isMinutes = bucketMs === 60_000;
  const traffic = endpoint?.traffic;
  const fetched = useMemo(
    () =>
      traffic === undefined
        ? NONE
        : everyBucket(traffic, boundsOf(period, anchorMs), period.buckets, quietBucket),
    [traffic, period, anchorMs],
  );
  const following = useFollow({
    query: EndpointTrafficDocument,
    subject: id,
    variables: endpoint == null ? null : () => ({ endpointId: id }),
    onData: ({ endpointTraffic }) => {
      if (endpointTraffic !== null && isMinutes) {
        setMinutes((before) => withMinute(before, endpointTraffic, period.buckets));
      }
    },
  });
  const isDue = Math.floor(now / bucketMs) > Math.floor(anchorMs / bucketMs);
  if (isDue && !(isMinutes && following.state === 'following')) setAnchorMs(now);

  const answeredMs = useRepeat(
    EndpointStateDocument,
    { id },
    endpoint == null ? null : isMoving(endpoint.revisions) ? MOVING_MS : CALM_MS,
  );
  return {
    endpoint,
    fetched,
    minutes,
    following,
    permissions: data?.viewer.permissions,
    failure: error === undefined ? null : toFailure(error),
    answeredMs,
    reload: () => ask({ requestPolicy: 'network-only' }),
  };
}

const NONE: readonly never[] = [];
