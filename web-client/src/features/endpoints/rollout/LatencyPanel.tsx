import { useMemo } from 'react';
import { rate } from '@/format/number';
import { linesOf } from '@/features/endpoints/by-revision/lines';
import type { EndpointDetail } from '@/features/endpoints/detail';
import { colours } from '@/features/endpoints/revisions';
import { boundsOf, PERIODS } from '@/features/endpoints/traffic';
import { useOverTime, type Come } from '@/features/endpoints/use-over-time';
import type { SeriesColour } from '@/parts/chart/series-store';
import { Panel, PanelBody } from '@/parts/Panel';
import { Failed, Skeleton } from '@/parts/states';
import { SeriesStore, TimeSeries } from '@/parts/TimeSeries';
import styles from './rollout.module.css';
import type { RolloutOfEndpoint } from './use-rollouts';
import { words } from './words';

const says = words.latencyPanel;
/** What is metered each minute: a longer one would hide what a step did. */
const [HOUR] = PERIODS;

interface LatencyPanelProps {
  readonly rollout: RolloutOfEndpoint;
  readonly endpoint: EndpointDetail;
  /** What the page came with, where it is of the last hour. */
  readonly come: Come | null;
}

/** How fast both are in the last hour. Nothing is judged by it. */
export function LatencyPanel({ rollout, endpoint, come }: LatencyPanelProps) {
  const { candidate, baseline } = rollout;
  const { past, anchorMs, failure, again } = useOverTime(endpoint.id, HOUR, come);
  const revisions = past?.trafficByRevision;
  const store = useMemo(() => {
    const both = revisions?.filter(({ revision: { id } }) => id === candidate.id || id === baseline.id);
    const known = colours(endpoint.revisions);
    return new SeriesStore(
      linesOf(both ?? [], boundsOf(HOUR, anchorMs), HOUR).latency.map((line) => ({
        ...line,
        colour: (known.get(line.id) ?? (line.id === candidate.id ? 2 : 1)) as SeriesColour,
      })),
    );
  }, [revisions, anchorMs, candidate.id, baseline.id, endpoint.revisions]);
  return (
    <Panel title={says.title} note={says.note}>
      {failure !== null && revisions === undefined ? (
        <Failed what={says.failed} failure={failure} onRetry={again} />
      ) : revisions === undefined ? (
        <PanelBody>
          <div aria-busy="true">
            <Skeleton width={320} />
          </div>
        </PanelBody>
      ) : (
        <>
          <TimeSeries
            title={says.chart(candidate.number, baseline.number)}
            store={store}
            axis="time"
            height={130}
            format={rate}
            zeroBased
            fileName={`${endpoint.name}-r${candidate.number}-latency`}
          />
          <p className={styles.note}>{says.notJudged}</p>
        </>
      )}
    </Panel>
  );
}
