import { useMemo } from 'react';
import { SeriesStore, TimeSeries } from '@/parts/TimeSeries';
import { stateWord } from '@/parts/State';
import type { AlertLine } from '@/features/alerts/use-alerts';
import { KINDS, valueText } from '@/parts/alert/words';
import { seriesOf } from './traffic-values';
import type { Change, TrafficPoint } from './use-story';
import { words } from './words';

const says = words.alertCurve;

interface AlertCurveProps {
  readonly alert: AlertLine;
  readonly changes: readonly Change[];
  /** Of the endpoint; undefined where the rule is of none, or it may not be seen. */
  readonly traffic: readonly TrafficPoint[] | undefined;
}

/** The value against its limit, with a line for each change. Where no history is kept, what was seen at each change. */
export function AlertCurve({ alert, changes, traffic }: AlertCurveProps) {
  const { kind, threshold, name } = alert.rule;
  const store = useMemo(
    () =>
      new SeriesStore([
        {
          id: 'value',
          label: KINDS[kind].what,
          colour: 1,
          points:
            traffic !== undefined
              ? seriesOf(kind, traffic)
              : changes.map(({ at, value }) => ({ x: Date.parse(at) / 1_000, y: value })),
        },
      ]),
    [kind, traffic, changes],
  );
  const limits = useMemo(
    () => [{ value: threshold, label: says.label(valueText(kind, threshold)) }],
    [kind, threshold],
  );
  const events = useMemo(
    () =>
      changes.map(({ at, status }) => ({
        at: Date.parse(at) / 1_000,
        label: stateWord(status).toLowerCase(),
      })),
    [changes],
  );
  const format = useMemo(() => (value: number) => valueText(kind, value), [kind]);
  return (
    <TimeSeries
      title={traffic === undefined ? says.seenAtEachChange : says.againstItsLimit}
      store={store}
      axis="time"
      height={140}
      format={format}
      zeroBased
      limits={limits}
      events={events}
      fileName={`${name}-alert`}
    />
  );
}
