import { metric } from '@/format/number';
import { compact } from '@/parts/chart/axis';
import { Frame, HEIGHT, WIDTH, y, type OfRuns } from './Frame';
import { levelOf } from './level';
import type { Spread } from './summary';
import styles from './summary.module.css';
import { words } from './words';

const says = words.spread;

/** There is room for so many lanes. */
const MAX_LANES = 4;

interface SpreadPanelProps {
  readonly metricKey: string;
  /** What the groups are of. */
  readonly by: string;
  readonly spreads: readonly Spread[];
  readonly baseline: { readonly name: string; readonly value: number } | null;
  readonly of: OfRuns;
}

/** How the values of each group lie, the best group first, and the baseline across. */
export function SpreadPanel({ metricKey, by, spreads, baseline, of }: SpreadPanelProps) {
  const lanes = spreads.slice(0, MAX_LANES);
  const level = levelOf([
    ...lanes.flatMap(({ least, greatest }) => [least, greatest]),
    ...(baseline === null ? [] : [baseline.value]),
  ]);
  const title = says.title(metricKey, by);
  const note = [says.quartiles, ...(level.cut === null ? [] : [words.cut(level.cut)])].join(', ');
  const x = (value: number) => level.at(value) * WIDTH;
  const laneHeight = HEIGHT / lanes.length;
  return (
    <Frame
      title={title}
      note={
        <small className="cut" title={note}>
          {note}
        </small>
      }
      end={
        lanes.length < spreads.length
          ? says.someGroups(lanes.length, spreads.length)
          : says.groups(spreads.length)
      }
      aloud={[
        says.aloud(title),
        ...lanes.map(({ name, median, count }) => says.median(name, metric(median), count)),
      ].join('; ')}
      of={of}
      hasLanes
      rows={lanes.map(({ name, count }, index) => ({
        at: 1 - (index + 0.5) / lanes.length,
        text: says.lane(name, count),
      }))}
      columns={[level.low, level.middle, level.high].map((value) => ({
        at: level.at(value),
        text: compact(value),
      }))}
    >
      {[0, 0.5, 1].map((at) => (
        <line
          key={at}
          className={at === 0 ? styles.base : styles.grid}
          x1={at * WIDTH}
          x2={at * WIDTH}
          y1="0"
          y2={HEIGHT}
        />
      ))}
      {lanes.map(({ name, least, lower, median, upper, greatest }, index) => {
        const middle = (index + 0.5) * laneHeight;
        const [top, bottom] = [middle - laneHeight * 0.28, middle + laneHeight * 0.28];
        return (
          <g key={name}>
            <line className={styles.reach} x1={x(least)} x2={x(greatest)} y1={middle} y2={middle} />
            <rect
              className={styles.box}
              x={x(lower)}
              width={x(upper) - x(lower)}
              y={top}
              height={bottom - top}
            />
            <line
              className={least === greatest ? styles.only : styles.median}
              x1={x(median)}
              x2={x(median)}
              y1={top}
              y2={bottom}
            />
          </g>
        );
      })}
      {baseline !== null && (
        <line className={styles.limit} x1={x(baseline.value)} x2={x(baseline.value)} y1={y(1)} y2={y(0)} />
      )}
    </Frame>
  );
}
