import { TextInput } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useState, type PointerEvent } from 'react';
import { SelectField } from '@/parts/SelectField';
import { words } from '@/features/runs/words';
import { leadingOf, scaleOf, type AxisScale, type Dimension, type PlottedRun } from './dimensions';
import styles from './plots.module.css';
import type { PlotsProps } from './Scatter';

const says = words.plots;

const HEIGHT = 240;
const SIDE = 44;
const TOP = 40;
const BOTTOM = 22;
/** More lines than these are a blot. */
const MAX_LINES = 150;
const MAX_PARAMS = 4;
/** An axis and its name take so much. */
const AXIS_PX = 84;
/** A drag that is shorter was a click. */
const MIN_DRAG_PX = 4;

interface Range {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

interface ParallelProps extends PlotsProps {
  /** Takes a range of a parameter or a metric as a filter of the list, where there is one. */
  readonly onRange?: (dimension: Dimension, from: number, to: number) => void;
}

/** All that the runs differ in, an axis each: which values lead to which outcome. A drag along an axis keeps a range. */
export function Parallel({ runs, dimensions, colours, baselineId, onPick, onRange }: ParallelProps) {
  const { ref, width: measured } = useElementSize();
  const [marked, setRange] = useState<Range | null>(null);
  const width = Math.max(240, measured);
  const axes = axesOf(dimensions, runs, Math.max(2, Math.floor((width - 2 * SIDE) / AXIS_PX) + 1));
  const outcome = axes.at(-1);
  // Other runs may have no such axis.
  const range = axes.some(({ id }) => id === marked?.id) ? marked : null;
  if (outcome === undefined || axes.length < 2) return <p className={styles.none}>{says.tooFew}</p>;
  const scales = axes.map((axis) => scaleOf(axis, runs));
  const place = (index: number) => SIDE + (index * (width - 2 * SIDE)) / (axes.length - 1);
  const level = (at: number) => HEIGHT - BOTTOM - at * (HEIGHT - TOP - BOTTOM);
  const ranged = axes.find(({ id }) => id === range?.id) ?? outcome;
  const kept = range === null ? runs : runs.filter((run) => isWithin(ranged, range, run));
  const ids = new Set(kept.map(({ id }) => id));
  const isLookedAt = ({ id }: PlottedRun) => colours.has(id) || id === baselineId;
  const drawn = [...runs.filter((run) => !isLookedAt(run)).slice(0, MAX_LINES), ...runs.filter(isLookedAt)];

  return (
    <figure className={styles.plot} aria-label={says.parallel}>
      <div className={styles.head}>
        <h3>{says.parallel}</h3>
        <small>
          {drawn.length < runs.length ? says.drawn(drawn.length, runs.length) : says.all(runs.length)}
        </small>
      </div>
      <div ref={ref} className={styles.canvas}>
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={says.lines(drawn.length, axes.map(({ label }) => label).join(', '))}
        >
          {drawn.map((run) => (
            <path
              key={run.id}
              className={styles.line}
              data-colour={run.id === baselineId ? 'ghost' : (colours.get(run.id) ?? 0)}
              data-out={!ids.has(run.id) || undefined}
              data-picks={onPick !== undefined || undefined}
              d={pathOf(axes, scales, run, place, level)}
              onClick={() => onPick?.(run.id)}
            >
              <title>{run.name}</title>
            </path>
          ))}
          {axes.map((axis, index) => (
            <AxisLine
              key={axis.id}
              axis={axis}
              scale={scales[index] ?? scaleOf(axis, runs)}
              x={place(index)}
              isLow={index % 2 === 1}
              range={range?.id === axis.id ? range : null}
              onRange={(from, to) => setRange(from === to ? null : { id: axis.id, from, to })}
            />
          ))}
        </svg>
      </div>
      <figcaption className={styles.caption}>
        <div className={styles.range}>
          <SelectField
            label={says.rangeOf}
            value={ranged.id}
            options={axes
              .filter(({ words: of }) => of === undefined)
              .map(({ id, label }) => ({ value: id, label }))}
            onChange={(id) => {
              const at = axes.findIndex((axis) => axis.id === id);
              const scale = scales[at];
              if (scale !== undefined) setRange({ id, from: scale.low, to: scale.high });
            }}
          />
          <RangeEnd label={says.from} value={range?.from} onChange={(from) => setRange(withEnd({ from }))} />
          <RangeEnd label={says.to} value={range?.to} onChange={(to) => setRange(withEnd({ to }))} />
        </div>
        {range !== null && (
          <p role="status">
            {says.keeps(ranged.format(range.from), ranged.format(range.to), ranged.label, kept.length)}{' '}
            {onRange !== undefined && (ranged.kind === 'metric' || ranged.kind === 'param') && (
              <button type="button" data-text onClick={() => onRange(ranged, range.from, range.to)}>
                {says.useRange}
              </button>
            )}{' '}
            <button type="button" data-text onClick={() => setRange(null)}>
              {says.wholeRange}
            </button>
          </p>
        )}
      </figcaption>
    </figure>
  );

  function withEnd(end: Partial<Range>): Range {
    const scale = scales[axes.indexOf(ranged)];
    const { from = scale?.low ?? 0, to = scale?.high ?? 0 } = range ?? {};
    return { id: ranged.id, from, to, ...end };
  }
}

/** The parameters that there is room for, what it cost, and the outcome last. */
function axesOf(dimensions: readonly Dimension[], runs: readonly PlottedRun[], room: number): Dimension[] {
  const outcome = leadingOf(dimensions, runs);
  const cost = dimensions.filter(({ kind }) => kind === 'cost');
  const params = dimensions.filter(({ kind }) => kind === 'param');
  const metrics = dimensions.filter((one) => one.kind === 'metric' && one !== outcome);
  const most = Math.min(MAX_PARAMS, Math.max(0, room - 1 - cost.length));
  const first = [...params, ...metrics].slice(0, Math.max(most, 1));
  return [...first, ...cost, ...(outcome === undefined ? [] : [outcome])].slice(-room);
}

function isWithin({ of }: Dimension, { from, to }: Range, run: PlottedRun): boolean {
  const value = of(run);
  return value !== null && value >= Math.min(from, to) && value <= Math.max(from, to);
}

/** A line breaks where the run has no value. */
function pathOf(
  axes: readonly Dimension[],
  scales: readonly AxisScale[],
  run: PlottedRun,
  place: (index: number) => number,
  level: (at: number) => number,
): string {
  let goesOn = false;
  return axes
    .map((axis, index) => {
      const value = axis.of(run);
      const scale = scales[index];
      if (value === null || scale === undefined) {
        goesOn = false;
        return '';
      }
      const step = `${goesOn ? 'L' : 'M'}${place(index).toFixed(1)},${level(scale.at(value)).toFixed(1)}`;
      goesOn = true;
      return step;
    })
    .join('');
}

interface AxisLineProps {
  readonly axis: Dimension;
  readonly scale: AxisScale;
  readonly x: number;
  /** Every second name stands lower, so that they have room. */
  readonly isLow: boolean;
  readonly range: Range | null;
  readonly onRange: (from: number, to: number) => void;
}

function AxisLine({ axis, scale, x, isLow, range, onRange }: AxisLineProps) {
  const [begun, setBegun] = useState<number | null>(null);
  const span = HEIGHT - TOP - BOTTOM;
  const level = (value: number) => HEIGHT - BOTTOM - scale.at(value) * span;

  function valueAt({ clientY, currentTarget }: PointerEvent<SVGRectElement>): number {
    const { top } = currentTarget.getBoundingClientRect();
    return scale.value(Math.min(1, Math.max(0, 1 - (clientY - top) / span)));
  }

  return (
    <g>
      <line className={styles.axis} x1={x} x2={x} y1={TOP} y2={HEIGHT - BOTTOM} />
      <text className={styles.name} x={x} y={isLow ? 22 : 10} textAnchor="middle">
        {short(axis.label)}
        <title>{axis.label}</title>
      </text>
      <text className={styles.tick} x={x} y={TOP - 5} textAnchor="middle">
        {short(axis.format(scale.high))}
      </text>
      <text className={styles.tick} x={x} y={HEIGHT - 6} textAnchor="middle">
        {short(axis.format(scale.low))}
      </text>
      {range !== null && (
        <rect
          className={styles.brush}
          x={x - 5}
          width={10}
          y={Math.min(level(range.from), level(range.to))}
          height={Math.abs(level(range.from) - level(range.to))}
        />
      )}
      {axis.words === undefined && (
        <rect
          className={styles.grip}
          x={x - 10}
          width={20}
          y={TOP}
          height={span}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            setBegun(valueAt(event));
          }}
          onPointerMove={(event) => {
            if (begun === null) return;
            const now = valueAt(event);
            if (Math.abs(level(now) - level(begun)) >= MIN_DRAG_PX)
              onRange(Math.min(begun, now), Math.max(begun, now));
          }}
          onPointerUp={() => setBegun(null)}
          onPointerCancel={() => setBegun(null)}
        />
      )}
    </g>
  );
}

interface RangeEndProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly onChange: (value: number) => void;
}

/** The same as a drag, by keyboard; what is no number yet changes nothing. */
function RangeEnd({ label, value, onChange }: RangeEndProps) {
  const [text, setText] = useState<string | null>(null);
  return (
    <TextInput
      label={label}
      inputMode="decimal"
      autoComplete="off"
      value={text ?? (value === undefined ? '' : String(Number(value.toPrecision(4))))}
      onChange={(event) => {
        const { value: typed } = event.currentTarget;
        setText(typed);
        if (typed.trim() !== '' && Number.isFinite(Number(typed))) onChange(Number(typed));
      }}
      onBlur={() => setText(null)}
    />
  );
}

function short(text: string): string {
  return text.length <= 14 ? text : `${text.slice(0, 13)}…`;
}
