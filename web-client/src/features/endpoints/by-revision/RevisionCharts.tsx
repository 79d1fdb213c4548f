import { useMemo, type ReactNode } from 'react';
import { percent, rate } from '@/format/number';
import { Columns } from '@/parts/Columns';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { SeriesStore, TimeSeries, type EventMark, type LimitMark, type Line } from '@/parts/TimeSeries';
import { boundsOf, type Period } from '@/features/endpoints/traffic';
import { linesOf } from './lines';
import type { Come } from './use-traffic-by-revision';
import { words } from './words';

interface RevisionChartsProps {
  readonly found: Come;
  readonly name: string;
  readonly period: Period;
  readonly events: readonly EventMark[];
  readonly limits: readonly LimitMark[];
  /** The choice between all of them and each. */
  readonly choice: ReactNode;
}

/** What each revision was asked, how fast it was and how often it failed. */
export function RevisionCharts({ found, name, period, events, limits, choice }: RevisionChartsProps) {
  const { revisions, anchorMs } = found;
  const lines = useMemo(
    () => linesOf(revisions, boundsOf(period, anchorMs), period),
    [revisions, anchorMs, period],
  );
  if (revisions.length === 0) {
    return (
      <Panel title={words.title} end={choice}>
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
          choice={choice}
        />
        <Chart
          {...chart}
          title={words.latency}
          note={words.latencyNote}
          lines={lines.latency}
          format={rate}
          limits={limits}
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
  readonly limits?: readonly LimitMark[];
  readonly choice?: ReactNode;
  readonly name: string;
}

function Chart({ title, note, lines, format, events, limits, choice, name }: ChartProps) {
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
        {...(limits !== undefined && { limits })}
        choice={choice}
        fileName={`${name}-${title.toLowerCase().replaceAll(' ', '-')}`}
      />
    </Panel>
  );
}

const shareOfErrors = (share: number) => percent(share, 2);
