import { useMemo } from 'react';
import { useQuery } from 'urql';
import { AlertCurvesDocument } from '@/api/generated/alerts';
import { everyBucket } from '@/format/buckets';
import type { AlertLine, ProjectOfAlerts } from '@/features/alerts/use-alerts';
import { KINDS } from '@/parts/alert/words';
import { useNow } from '@/parts/now';
import { seriesOf } from './traffic-values';

/** Asked for anew this often. */
const STEP_MS = 5 * 60_000;
const BUCKETS = 24;
const LENGTH_MS = BUCKETS * STEP_MS;

/** What the rule of an alert looks at, over the last two hours; null where no history is kept, or none was asked for. */
export type CurveOf = (alert: AlertLine) => readonly (number | null)[] | null;

/** The latest values of what alerts that go on watch, of all of them in one question. */
export function useCurves(project: ProjectOfAlerts): CurveOf {
  const toMs = Math.floor(useNow() / STEP_MS) * STEP_MS;
  const period = useMemo(
    () => ({ from: new Date(toMs - LENGTH_MS).toISOString(), to: new Date(toMs).toISOString() }),
    [toMs],
  );
  const [{ data }] = useQuery({
    query: AlertCurvesDocument,
    variables: { project: project.id, period, buckets: BUCKETS },
    pause: project.endpoints === undefined || !project.alerts.some(hasHistory),
  });
  return useMemo(() => {
    const edges = data?.node?.__typename === 'Project' ? data.node.endpoints.edges : [];
    const traffic = new Map(edges.map(({ node }) => [node.id, node.traffic]));
    return (alert) => {
      const known = traffic.get(alert.rule.endpointId ?? '');
      if (known === undefined || !hasHistory(alert)) return null;
      return seriesOf(alert.rule.kind, everyBucket(known, period, BUCKETS, quiet)).map(({ y }) => y);
    };
  }, [data, period]);
}

/** Of what is over, the last hours say nothing. */
function hasHistory({ rule, endedAt }: AlertLine): boolean {
  return endedAt === null && KINDS[rule.kind].ofTraffic;
}

function quiet(at: string) {
  return { at, requests: 0, errors: 0, p95Ms: null };
}
