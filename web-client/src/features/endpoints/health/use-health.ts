import { useState } from 'react';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { EndpointHealthDocument } from '@/api/generated/endpoints';
import { useRepeat } from '@/api/use-repeat';
import { MINUTE_MS } from '@/format/units';
import { useNow } from '@/parts/now';
import type { HealthPeriod } from './health';

/** Windows are computed again within a minute of new labels. */
const REPEAT_MS = 30_000;

/**
 * What is kept of an endpoint's requests, how well it did, and what its alert rules say.
 *
 * @param alertRead whether the person may read the alerts of its project
 */
export function useHealth(id: string, { ms }: HealthPeriod, alertRead: boolean) {
  const now = useNow();
  const [openedMs] = useState(now);
  // To the end of a window that is still open: its labels count already.
  const to = Math.ceil(openedMs / MINUTE_MS) * MINUTE_MS;
  const variables = {
    id,
    alertRead,
    period: { from: new Date(to - ms).toISOString(), to: new Date(to).toISOString() },
  };
  const [{ data, error }, ask] = useQuery({ query: EndpointHealthDocument, variables });
  const health = data?.node?.__typename === 'Endpoint' && data.node.id === id ? data.node : undefined;
  useRepeat(EndpointHealthDocument, variables, health === undefined ? null : REPEAT_MS);
  const failure = error === undefined ? null : toFailure(error);
  return {
    health,
    failure,
    hidden: failure === null ? data != null && health === undefined : isHidden(failure),
    again: () => ask({ requestPolicy: 'network-only' }),
  };
}
