import { useEffect, useMemo, type ReactNode } from 'react';
import { rate } from '@/format/number';
import { MINUTE_MS } from '@/format/units';
import { Columns } from '@/parts/Columns';
import { Panel } from '@/parts/Panel';
import { SeriesStore, TimeSeries, type EventMark, type LimitMark, type Line } from '@/parts/TimeSeries';
import type { Bucket, Period } from './traffic';
import { words } from './words';

const says = words.charts;

interface ChartsProps {
  readonly name: string;
  readonly sync: string;
  readonly events: readonly EventMark[];
  readonly limits: readonly LimitMark[];
  /** The choice between all revisions and each. */
  readonly choice: ReactNode;
  readonly fetched: readonly Bucket[];
  /** Minutes that came since. */
  readonly minutes: readonly Bucket[];
  readonly period: Period;
  readonly live: boolean;
}

interface Stores {
  readonly traffic: SeriesStore;
  readonly latency: SeriesStore;
}

/** Requests and how long they took, with a line for what happened, and above which latency an alert speaks. */
export function Charts(props: ChartsProps) {
  const { name, sync, events, limits, choice, fetched, minutes, period, live } = props;
  const bucketMinutes = period.lengthMs / period.buckets / MINUTE_MS;
  const stores = useMemo(() => storesOf(fetched, bucketMinutes), [fetched, bucketMinutes]);
  useEffect(() => {
    for (const minute of minutes) append(stores, minute, bucketMinutes);
  }, [stores, minutes, bucketMinutes]);
  return (
    <Columns>
      <Panel>
        <TimeSeries
          title="Traffic"
          note={`requests/min, ${period.label}`}
          store={stores.traffic}
          axis="time"
          format={rate}
          zeroBased
          live={live}
          events={events}
          choice={choice}
          sync={sync}
          fileName={`${name}-traffic`}
        />
      </Panel>
      <Panel>
        <TimeSeries
          title="Latency"
          note={says.note}
          store={stores.latency}
          axis="time"
          format={rate}
          zeroBased
          live={live}
          events={events}
          limits={limits}
          sync={sync}
          fileName={`${name}-latency`}
        />
      </Panel>
    </Columns>
  );
}

const TRAFFIC = [
  { id: 'requests', label: 'requests', colour: 1 },
  { id: 'errors', label: 'errors', colour: 2, dashed: true },
] as const;
const LATENCY = [
  { id: 'p50Ms', label: 'p50', colour: 1 },
  { id: 'p95Ms', label: 'p95', colour: 3 },
  { id: 'p99Ms', label: 'p99', colour: 4 },
] as const;

const xOf = ({ at }: Bucket) => Date.parse(at) / 1_000;

function storesOf(buckets: readonly Bucket[], bucketMinutes: number): Stores {
  return {
    traffic: new SeriesStore(
      TRAFFIC.map((spec): Line => ({
        ...spec,
        points: buckets.map((bucket) => ({ x: xOf(bucket), y: bucket[spec.id] / bucketMinutes })),
      })),
    ),
    latency: new SeriesStore(
      LATENCY.map((spec): Line => ({
        ...spec,
        points: buckets.map((bucket) => ({ x: xOf(bucket), y: bucket[spec.id] })),
      })),
    ),
  };
}

function append({ traffic, latency }: Stores, bucket: Bucket, bucketMinutes: number) {
  for (const { id } of TRAFFIC) traffic.append(id, xOf(bucket), bucket[id] / bucketMinutes);
  for (const { id } of LATENCY) latency.append(id, xOf(bucket), bucket[id]);
}
