import { useMemo } from 'react';
import type { LimitsQuery } from '@/api/generated/limits';
import { count } from '@/format/number';
import { Panel } from '@/parts/Panel';
import { Segments, useTab } from '@/parts/Tabs';
import { SeriesStore, TimeSeries, type LimitMark } from '@/parts/TimeSeries';
import { BodySkeleton } from '@/parts/PanelSkeleton';
import { curveOf, CURVES, refusedMarks, type PointUse } from './points';
import { words } from './words';

const says = words.overTime;

interface RatePanelProps {
  readonly rate: LimitsQuery['tenant']['rateLimit'] | undefined;
  /** Undefined until it is there. */
  readonly use: PointUse | undefined;
  /** When the platform told the use; null while that is not known. */
  readonly answeredMs: number | null;
}

/** How the rate was used over time, and when it refused. */
export function RatePanel({ rate, use, answeredMs }: RatePanelProps) {
  return (
    <Panel title={says.title} end={<Segments label={says.last} tabs={CURVES} param="rate" />}>
      {use === undefined ? <BodySkeleton /> : <Curve use={use} rate={rate} answeredMs={answeredMs} />}
    </Panel>
  );
}

function Curve({ use, rate, answeredMs }: RatePanelProps & { readonly use: PointUse }) {
  const curve = useTab(CURVES, 'rate');
  const store = useMemo(() => new SeriesStore([curveOf(use, curve, answeredMs)]), [use, curve, answeredMs]);
  const events = useMemo(() => refusedMarks(use, curve), [use, curve]);
  const all = rate?.pointsPerMinute;
  const oneKey = rate?.perKeyPointsPerMinute;
  const limits = useMemo(() => limitMarks(all, oneKey), [all, oneKey]);
  return (
    <TimeSeries
      title={says.points}
      note={curve === 'day' ? says.ofTen : says.byMinute}
      store={store}
      axis="time"
      height={188}
      format={count}
      zeroBased
      events={events}
      limits={limits}
      fileName="keelson-rate"
    />
  );
}

/** One key's is drawn where it is met before the organisation's. */
function limitMarks(all: number | undefined, oneKey: number | undefined): LimitMark[] {
  if (all === undefined || oneKey === undefined) return [];
  const whole = { value: all, label: says.organisation(all) };
  return oneKey < all ? [whole, { value: oneKey, label: says.oneKey(oneKey) }] : [whole];
}
