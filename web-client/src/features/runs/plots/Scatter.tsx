import { NativeSelect } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useParam } from '@/parts/use-param';
import { words } from '@/features/runs/words';
import { leadingOf, scaleOf, type Dimension, type PlottedRun } from './dimensions';
import styles from './plots.module.css';

const says = words.plots;

const HEIGHT = 240;
const LEFT = 56;
const RIGHT = 14;
const TOP = 10;
const BOTTOM = 24;

export interface PlotsProps {
  readonly runs: readonly PlottedRun[];
  readonly dimensions: readonly Dimension[];
  /** Places of the series colours, by the ids of the runs that are looked at. */
  readonly colours: ReadonlyMap<string, number>;
  readonly baselineId: string | null;
  /** A press on a run selects it, where something can be selected. */
  readonly onPick?: (id: string) => void;
}

/** Two figures of each run against each other; the table has the same row by row. */
export function Scatter({ runs, dimensions, colours, baselineId, onPick }: PlotsProps) {
  const { ref, width: measured } = useElementSize();
  const [xId, setX] = useParam('sx');
  const [yId, setY] = useParam('sy');
  const y = dimensions.find(({ id }) => id === yId) ?? leadingOf(dimensions, runs) ?? dimensions[0];
  const others = dimensions.filter(({ id }) => id !== y?.id);
  const x =
    dimensions.find(({ id }) => id === xId) ?? others.find(({ id }) => id === 'cost') ?? others[0] ?? y;
  if (x === undefined || y === undefined) return null;
  const width = Math.max(220, measured);
  const drawn = runs.filter((run) => x.of(run) !== null && y.of(run) !== null);
  const scaleX = scaleOf(x, drawn);
  const scaleY = scaleOf(y, drawn);
  const left = (run: PlottedRun) => LEFT + scaleX.at(x.of(run) ?? 0) * (width - LEFT - RIGHT);
  const top = (run: PlottedRun) => HEIGHT - BOTTOM - scaleY.at(y.of(run) ?? 0) * (HEIGHT - TOP - BOTTOM);
  // Those that are looked at lie on top.
  const ordered = [...drawn].sort((a, b) => Number(isMarked(a)) - Number(isMarked(b)));
  const frontier = bestAtEach(drawn, x, y);

  function isMarked({ id }: PlottedRun): boolean {
    return colours.has(id) || id === baselineId;
  }

  return (
    <figure className={styles.plot} aria-label={says.scatter(y.label, x.label)}>
      <div className={styles.choices}>
        <Axis label={says.vertical} value={y.id} dimensions={dimensions} onChange={setY} />
        <Axis label={says.horizontal} value={x.id} dimensions={dimensions} onChange={setX} />
      </div>
      <div ref={ref} className={styles.canvas}>
        {drawn.length === 0 ? (
          <p className={styles.none}>{says.noPoints}</p>
        ) : (
          <svg
            width={width}
            height={HEIGHT}
            role="img"
            aria-label={says.points(drawn.length, y.label, x.label)}
          >
            {[0, 0.5, 1].map((at) => {
              const place = HEIGHT - BOTTOM - at * (HEIGHT - TOP - BOTTOM);
              return (
                <g key={at}>
                  <line className={styles.grid} x1={LEFT} x2={width - RIGHT} y1={place} y2={place} />
                  <text className={styles.tick} x={LEFT - 6} y={place + 4} textAnchor="end">
                    {y.words === undefined || Number.isInteger(scaleY.value(at))
                      ? y.format(scaleY.value(at))
                      : ''}
                  </text>
                </g>
              );
            })}
            <text className={styles.tick} x={LEFT} y={HEIGHT - 6}>
              {x.format(scaleX.low)}
            </text>
            <text className={styles.tick} x={width - RIGHT} y={HEIGHT - 6} textAnchor="end">
              {x.format(scaleX.high)}
            </text>
            {frontier.length > 1 && (
              <polyline
                className={styles.frontier}
                points={stepsOf(frontier.map((run) => [left(run), top(run)]))}
              />
            )}
            {ordered.map((run) => (
              <circle
                key={run.id}
                className={styles.point}
                data-colour={run.id === baselineId ? 'ghost' : (colours.get(run.id) ?? 0)}
                data-picks={onPick !== undefined || undefined}
                cx={left(run)}
                cy={top(run)}
                r={isMarked(run) ? 5 : 3.5}
                onClick={() => onPick?.(run.id)}
              >
                <title>{`${run.name}: ${y.label} ${y.format(y.of(run) ?? 0)}, ${x.label} ${x.format(x.of(run) ?? 0)}`}</title>
              </circle>
            ))}
          </svg>
        )}
      </div>
      <figcaption className={styles.caption}>
        {[
          ...(frontier.length > 1 ? [says.frontier(y.label, x.label)] : []),
          ...(scaleX.isLog ? [says.logX] : []),
          ...(scaleY.isLog ? [says.logY] : []),
          ...(drawn.some(({ id }) => id === baselineId) ? [says.openCircle] : []),
          ...(drawn.length < runs.length ? [says.without(runs.length - drawn.length)] : []),
        ].join(' ')}
      </figcaption>
    </figure>
  );
}

interface AxisProps {
  readonly label: string;
  readonly value: string;
  readonly dimensions: readonly Dimension[];
  readonly onChange: (id: string) => void;
}

function Axis({ label, value, dimensions, onChange }: AxisProps) {
  return (
    <NativeSelect
      aria-label={label}
      value={value}
      data={dimensions.map((dimension) => ({ value: dimension.id, label: dimension.label }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The runs that none is better than at as little of x, where both have a better side. */
export function bestAtEach(runs: readonly PlottedRun[], x: Dimension, y: Dimension): PlottedRun[] {
  if (x.better !== 'min' || y.better === null || x.id === y.id) return [];
  const sign = y.better === 'max' ? 1 : -1;
  const best: PlottedRun[] = [];
  let reached = -Infinity;
  for (const run of [...runs].sort((a, b) => (x.of(a) ?? 0) - (x.of(b) ?? 0))) {
    const value = sign * (y.of(run) ?? -Infinity);
    if (value <= reached) continue;
    reached = value;
    best.push(run);
  }
  return best;
}

/** Level until the next one, then up to it. */
function stepsOf(points: readonly (readonly [x: number, y: number])[]): string {
  return points
    .flatMap(([x, y], index) => {
      const before = points[index - 1];
      return before === undefined ? [`${x},${y}`] : [`${x},${before[1]}`, `${x},${y}`];
    })
    .join(' ');
}
