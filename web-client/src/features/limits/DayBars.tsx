import { count } from '@/format/number';
import { isoDay, shortDay } from '@/format/period';
import { DAY_MS } from '@/format/units';
import styles from './limits.module.css';
import { words } from './words';

const WIDTH = 84;
const HEIGHT = 22;
const GAP = 3;

interface DayBarsProps {
  /** The oldest first; the last is today's. */
  readonly daily: readonly number[];
  readonly nowMs: number;
}

/** A bar a day on a scale of its own; a day without any keeps its place. */
export function DayBars({ daily, nowMs }: DayBarsProps) {
  const most = Math.max(1, ...daily);
  const width = (WIDTH - GAP * (daily.length - 1)) / daily.length;
  const days = daily.map((value, index) => `${dayOf(daily, index, nowMs)} ${count(value)}`);
  return (
    <svg
      className={styles.bars}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={words.refusals.byDay(days.join(', '))}
    >
      {daily.map((value, index) => {
        const height = value === 0 ? 1 : Math.max(2, (value / most) * (HEIGHT - 2));
        return (
          <rect
            key={dayOf(daily, index, nowMs)}
            data-none={value === 0 || undefined}
            x={index * (width + GAP)}
            y={HEIGHT - height}
            width={width}
            height={height}
            rx="1"
          />
        );
      })}
    </svg>
  );
}

/** `17 Nov`, by UTC. */
export function dayOf(daily: readonly number[], index: number, nowMs: number): string {
  return shortDay(isoDay(nowMs - (daily.length - 1 - index) * DAY_MS));
}
