import { useMemo, type ReactNode } from 'react';
import { percent, rate } from '@/format/number';
import { Columns } from '@/parts/Columns';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { SeriesStore, TimeSeries, type EventMark, type LimitMark, type Line } from '@/parts/TimeSeries';
import { boundsOf, type Period } from '@/features/endpoints/traffic';
import { linesOf, type RevisionTraffic } from './lines';
import { words } from './words';

interface RevisionChartsProps {
  readonly revisions: readonly RevisionTraffic[];
  /** The end of their period, in milliseconds since 1970. */
  readonly anchorMs: number;
  readonly name: string;
  readonly sync: string;
  readonly period: Period;
  readonly events: readonly EventMark[];
  readonly limits: readonly LimitMark[];
  /** The choice between all of them and each. */
  readonly choice: ReactNode;
}

/** What each revision was asked, how fast it was and how often it failed. */
export function RevisionCharts(props: RevisionChartsProps) {
  const { revisions, anchorMs, period, events, limits, choice, name, sync } = props;
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
  const chart = { events, name, sync };
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
  readonly sync: string;
}

function Chart({ title, note, lines, format, events, limits, choice, name, sync }: ChartProps) {
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
        sync={sync}
        fileName={`${name}-${title.toLowerCase().replaceAll(' ', '-')}`}
      />
    </Panel>
  );
}

const shareOfErrors = (share: number) => percent(share, 2);
