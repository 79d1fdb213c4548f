import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import { useFollow, type Following } from '@/api/follow';
import {
  CostOfEndpointDocument,
  EndpointDocument,
  EndpointStateDocument,
  EndpointTrafficDocument,
  type BucketFragment,
} from '@/api/generated/endpoints';
import { holds, useRights } from '@/api/permissions';
import { useRepeat } from '@/api/use-repeat';
import { everyBucket } from '@/format/buckets';
import { MINUTE_MS } from '@/format/units';
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
  /** The end of the period that was asked for, in milliseconds since 1970. */
  readonly anchorMs: number;
  /** As fetched; the minutes that came since are in `minutes`. */
  readonly fetched: readonly BucketFragment[];
  readonly minutes: readonly BucketFragment[];
  readonly following: Following;
  readonly failure: Failure | null;
  /** When the platform last answered, in milliseconds since 1970. */
  readonly answeredMs: number | null;
  readonly reload: () => void;
}

/**
 * An endpoint with its traffic of a period. An hour is followed minute by minute; longer periods are fetched anew when
 * one of their buckets is complete, and so is an hour that cannot be followed.
 *
 * @param withCosts whether to ask for them where they are a question of their own
 */
export function useEndpoint(id: string, period: Period, withCosts: boolean): EndpointFound {
  const now = useNow();
  const bucketMs = period.lengthMs / period.buckets;
  const [anchorMs, setAnchorMs] = useState(now);
  const [minutes, setMinutes] = useState<readonly BucketFragment[]>([]);
  const { everywhere, somewhere } = useRights();
  const isSure = holds(everywhere, 'COST_READ');
  const periods = { period: boundsOf(period, anchorMs), month: monthBounds(anchorMs) };
  const [{ data, error: ownError }, ask] = useQuery({
    query: EndpointDocument,
    variables: {
      id,
      ...periods,
      buckets: period.buckets,
      costRead: isSure,
      alertRead: holds(everywhere, 'ALERT_READ'),
      withExamples: !isSure && holds(somewhere, 'COST_READ'),
    },
  });
  // Where a field failed, the platform sends `data: null`.
  const node = data?.node;
  const found = node === undefined || node?.__typename === 'Endpoint' ? node : null;
  const isCostLater = withCosts && !isSure && holds(found?.project.permissions, 'COST_READ');
  const [{ data: cost, error: costError }, askCost] = useQuery({
    query: CostOfEndpointDocument,
    variables: { id, ...periods },
    pause: !isCostLater,
  });
  const endpoint =
    found != null && isCostLater && cost?.node?.__typename === 'Endpoint'
      ? { ...found, cost: cost.node.cost, monthCost: cost.node.monthCost }
      : found;
  const error = ownError ?? costError;
  const isMinutes = bucketMs === MINUTE_MS;
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
    anchorMs,
    fetched,
    minutes,
    following,
    failure: error === undefined ? null : toFailure(error),
    answeredMs,
    reload: () => {
      ask({ requestPolicy: 'network-only' });
      if (isCostLater) askCost({ requestPolicy: 'network-only' });
    },
  };
}

const NONE: readonly never[] = [];
