import type { LimitDetailsQuery, LimitDetailsQueryVariables } from '@/api/generated/limits';
import type { EventMark, Line } from '@/parts/TimeSeries';
import type { Tab } from '@/parts/Tabs';
import { words } from './words';

export type PointUse = NonNullable<LimitDetailsQuery['tenant']['pointUse']>;

type Moment = PointUse['lastHour'][number];

const MINUTE_S = 60;

/** How far back it is counted where points went; the first is shown where none is asked for. */
export const PERIODS: readonly Tab[] = [
  { key: 'day', label: words.points.day },
  { key: 'week', label: words.points.week },
  { key: 'hour', label: words.points.hour },
];

/** As the platform calls it. */
export function periodOf(key: string): LimitDetailsQueryVariables['period'] {
  switch (key) {
    case 'hour':
      return 'HOUR';
    case 'week':
      return 'WEEK';
    default:
      return 'DAY';
  }
}

/** What the curve shows. */
export const CURVES: readonly Tab[] = [
  { key: 'hour', label: words.overTime.hour },
  { key: 'day', label: words.overTime.day },
];

/** Refusals that are marked in the curve, those that refused most. */
const MARKS = 3;

/** What those took who are not named. */
export function ofOthers(points: number, named: readonly { readonly points: number }[]): number {
  return named.reduce((rest, one) => rest - one.points, points);
}

/** Counts are written this much later at most. */
const WRITTEN_AFTER_S = 15;

/**
 * The curve with every moment of it: one without points is nothing, not missing. It ends with the last minute that was
 * over and written when the platform answered; nobody knows yet what later ones took.
 *
 * @param answeredMs null while it is not known: then it ends with the last moment that took points
 */
export function curveOf(use: PointUse, curve: string, answeredMs: number | null): Line {
  const [moments, apartS, number] =
    curve === 'day' ? [use.lastDay, 10 * MINUTE_S, 144] : [use.lastHour, MINUTE_S, 60];
  const known = new Map(moments.map(({ at, points }) => [Date.parse(at) / 1_000, points]));
  const last =
    answeredMs === null
      ? Math.max(...known.keys())
      : Math.floor((answeredMs / 1_000 - WRITTEN_AFTER_S - MINUTE_S) / apartS) * apartS;
  if (!Number.isFinite(last)) return { id: 'all', label: words.overTime.all, points: [] };
  const points = Array.from({ length: number }, (_, index) => {
    const x = last - (number - 1 - index) * apartS;
    return { x, y: known.get(x) ?? 0 };
  });
  return { id: 'all', label: words.overTime.all, points };
}

/** When operations were refused for want of points. */
export function refusedMarks(use: PointUse, curve: string): EventMark[] {
  const moments: readonly Moment[] = curve === 'day' ? use.lastDay : use.lastHour;
  return moments
    .filter(({ refused }) => refused > 0)
    .sort((one, other) => other.refused - one.refused)
    .slice(0, MARKS)
    .map(({ at, refused }) => ({
      at: Date.parse(at) / 1_000,
      label: words.overTime.refused(at.slice(11, 16), refused),
    }));
}
