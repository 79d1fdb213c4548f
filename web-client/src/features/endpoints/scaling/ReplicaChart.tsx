import { useEffect, useMemo } from 'react';
import { count } from '@/format/number';
import type { OverTime } from '@/features/endpoints/use-over-time';
import { SeriesStore, TimeSeries, type EventMark } from '@/parts/TimeSeries';
import { boundMarks, readyPoint } from './replicas';
import { words } from './words';

export interface ReplicaChartProps {
  readonly name: string;
  readonly sync: string;
  /** As the charts beside it begin with. */
  readonly fetched: OverTime['replicaHistory'];
  /** The same and what came since. */
  readonly newest: OverTime['replicaHistory'];
  readonly bounds: { readonly min: number; readonly max: number };
  readonly events: readonly EventMark[];
  readonly period: string;
  readonly live: boolean;
}

/** How many replicas took requests, between how many there may be. */
export function ReplicaChart(props: ReplicaChartProps) {
  const { name, sync, fetched, newest, bounds, events, period, live } = props;
  const { min, max } = bounds;
  const store = useMemo(
    () =>
      new SeriesStore([
        { id: READY, label: words.ready, colour: 1, stepped: true, points: fetched.map(readyPoint) },
      ]),
    [fetched],
  );
  useEffect(() => {
    for (const bucket of newest) {
      const { x, y } = readyPoint(bucket);
      if (x >= (store.first ?? x)) store.append(READY, x, y);
    }
  }, [store, newest]);
  const limits = useMemo(() => boundMarks({ min, max }), [min, max]);
  return (
    <TimeSeries
      title={words.replicas}
      note={words.note(period)}
      store={store}
      axis="time"
      format={wholeOnly}
      zeroBased
      live={live}
      events={events}
      limits={limits}
      sync={sync}
      fileName={`${name}-replicas`}
    />
  );
}

const READY = 'ready';

/** There is no half of a replica: between whole numbers an axis says nothing. */
function wholeOnly(value: number): string {
  return Number.isInteger(value) ? count(value) : '';
}
