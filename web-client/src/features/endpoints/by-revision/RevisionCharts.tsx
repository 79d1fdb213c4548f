import { useMemo, type ReactNode } from 'react';
import { percent, rate } from '@/format/number';
import { Columns } from '@/parts/Columns';
import { Panel } from '@/parts/Panel';
import { Empty, Failed, Skeleton } from '@/parts/states';
import { SeriesStore, TimeSeries, type EventMark, type Line } from '@/parts/TimeSeries';
import { boundsOf, type Period } from '@/features/endpoints/traffic';
import { linesOf } from './lines';
import { useTrafficByRevision } from './use-traffic-by-revision';
import { words } from './words';

interface RevisionChartsProps {
  readonly id: string;
  readonly name: string;
  readonly period: Period;
  readonly events: readonly EventMark[];
}

/** What each revision was asked, how fast it was and how often it failed. */
export function RevisionCharts({ id, name, period, events }: RevisionChartsProps) {
  const { revisions, anchorMs, failure, again } = useTrafficByRevision(id, period);
  const lines = useMemo(
    () => linesOf(revisions ?? [], boundsOf(period, anchorMs), period),
    [revisions, anchorMs, period],
  );
  if (failure !== null && revisions === undefined) {
    return (
      <Panel>
        <Failed what={words.failed} failure={failure} onRetry={again} />
      </Panel>
    );
  }
  if (revisions === undefined) {
    return (
      <Panel>
        <Skeleton width={320} />
      </Panel>
    );
  }
  if (revisions.length === 0) {
    return (
      <Panel>
        <Empty title={words.none}>
          <p>{words.noneSaid(period.label)}</p>
        </Empty>
      </Panel>
    );
  }
  const chart = { events, name };
  return (
    <>
      <Columns>
        <Chart
          {...chart}
          title={words.traffic}
          note={words.trafficNote(period.label)}
          lines={lines.traffic}
          format={rate}
        />
        <Chart
          {...chart}
          title={words.latency}
          note={words.latencyNote}
          lines={lines.latency}
          format={rate}
        />
      </Columns>
      <Chart
        {...chart}
        title={words.errors}
        note={words.errorsNote}
        lines={lines.errors}
        format={shareOfErrors}
      />
    </>
  );
}

interface ChartProps {
  readonly title: string;
  readonly note: ReactNode;
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  readonly events: readonly EventMark[];
  readonly name: string;
}

function Chart({ title, note, lines, format, events, name }: ChartProps) {
  const store = useMemo(() => new SeriesStore(lines), [lines]);
  return (
    <Panel>
      <TimeSeries
        title={title}
        note={note}
        store={store}
        axis="time"
        format={format}
        zeroBased
        events={events}
        fileName={`${name}-${title.toLowerCase().replaceAll(' ', '-')}`}
      />
    </Panel>
  );
}

const shareOfErrors = (share: number) => percent(share, 2);
