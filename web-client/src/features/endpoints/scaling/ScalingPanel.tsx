import type { EndpointDetail } from '@/features/endpoints/detail';
import { Columns } from '@/parts/Columns';
import { Panel } from '@/parts/Panel';
import { Status } from '@/parts/Status';
import { ReplicaChart, type ReplicaChartProps } from './ReplicaChart';
import { ReplicaChanges } from './ReplicaChanges';
import styles from './scaling.module.css';
import { words } from './words';

interface ScalingPanelProps extends Omit<ReplicaChartProps, 'bounds'> {
  readonly scaling: EndpointDetail['scaling'];
}

/** How many replicas there should be, how many there are, why these are not the same, and how many there were. */
export function ScalingPanel({ scaling, ...chart }: ScalingPanelProps) {
  const { min, max, wanted, ready, reason } = scaling;
  return (
    <Panel title={words.title} end={words.bounds(min, max)}>
      <p className={styles.status}>
        {reason === null ? (
          <Status tone="ok" icon="ok">
            {wanted === 0 ? words.noneWanted : words.allReady(wanted)}
          </Status>
        ) : (
          <Status tone={ready < wanted ? 'run' : 'idle'} icon={ready < wanted ? 'load' : 'info'}>
            {words.someReady(ready, wanted, reason)}
          </Status>
        )}
      </p>
      <Columns>
        <ReplicaChart bounds={scaling} {...chart} />
        <ReplicaChanges buckets={chart.newest} period={chart.period} />
      </Columns>
    </Panel>
  );
}
