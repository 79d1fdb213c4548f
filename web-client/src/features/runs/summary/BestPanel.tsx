import { metric, metricInColumn } from '@/format/number';
import { isoDay, shortDay } from '@/format/period';
import { compact } from '@/parts/chart/axis';
import { Frame, WIDTH, y, type OfRuns } from './Frame';
import { levelOf } from './level';
import type { BestSoFar } from './summary';
import styles from './summary.module.css';
import { words } from './words';

const says = words.best;

interface BestPanelProps {
  readonly metricKey: string;
  readonly best: BestSoFar;
  readonly baseline: { readonly name: string; readonly value: number } | null;
  readonly of: OfRuns;
}

/** How the best value came about, step by step, and the baseline across. */
export function BestPanel({ metricKey, best: { steps, fromMs, toMs }, baseline, of }: BestPanelProps) {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return null;
  const level = levelOf([...steps.map(({ value }) => value), ...(baseline === null ? [] : [baseline.value])]);
  const note = level.cut === null ? undefined : words.cut(level.cut);
  const x = (ms: number) => (toMs === fromMs ? 0 : (ms - fromMs) / (toMs - fromMs));
  const day = (ms: number) => shortDay(isoDay(ms));
  const points = [
    ...steps.flatMap(({ atMs, value }, index) => {
      const before = steps[index - 1];
      return [...(before === undefined ? [] : [[atMs, before.value] as const]), [atMs, value] as const];
    }),
    [toMs, last.value] as const,
  ].map(([ms, value]) => `${(x(ms) * WIDTH).toFixed(1)},${y(level.at(value)).toFixed(2)}`);
  return (
    <Frame
      title={says.title(metricKey)}
      note={
        <small className="cut" title={note}>
          {note}
        </small>
      }
      of={of}
      end={says.now(metricInColumn(last.value))}
      aloud={
        says.aloud({
          key: metricKey,
          from: metric(first.value),
          fromDay: day(first.atMs),
          to: metric(last.value),
          toDay: day(last.atMs),
        }) + (baseline === null ? '' : says.baseline(baseline.name, metric(baseline.value)))
      }
      rows={[level.low, level.middle, level.high].map((value) => ({
        at: level.at(value),
        text: compact(value),
      }))}
      columns={[
        { at: 0, text: day(fromMs) },
        // Of one day there is one name.
        ...(day(fromMs) === day(toMs) ? [] : [{ at: 1, text: day(toMs) }]),
      ]}
      above={
        <>
          {baseline !== null && (
            <span
              className={styles.tag}
              title={baseline.name}
              style={{ top: `${(1 - level.at(baseline.value)) * 100}%` }}
            >
              {baseline.name}
            </span>
          )}
          <i
            className={styles.point}
            style={{ left: `${x(last.atMs) * 100}%`, top: `${(1 - level.at(last.value)) * 100}%` }}
          />
        </>
      }
    >
      {[0.5, 1].map((at) => (
        <line key={at} className={styles.grid} x1="0" x2={WIDTH} y1={y(at)} y2={y(at)} />
      ))}
      <line className={styles.base} x1="0" x2={WIDTH} y1={y(0)} y2={y(0)} />
      {baseline !== null && (
        <line
          className={styles.limit}
          x1="0"
          x2={WIDTH}
          y1={y(level.at(baseline.value))}
          y2={y(level.at(baseline.value))}
        />
      )}
      <polyline className={styles.line} points={points.join(' ')} />
    </Frame>
  );
}
