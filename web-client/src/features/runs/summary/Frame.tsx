import type { ReactNode } from 'react';
import { ofLoaded } from '@/format/number';
import styles from './summary.module.css';
import { words } from './words';

export const WIDTH = 1_000;
export const HEIGHT = 100;

/** A name at a share of an axis: 0 at the left or the bottom. */
export interface Mark {
  readonly at: number;
  readonly text: string;
}

/** The runs that a panel is of. */
export interface OfRuns {
  readonly rows: number;
  /** Whether there are no others. */
  readonly isAll: boolean;
}

interface FrameProps {
  readonly title: string;
  readonly note: ReactNode;
  /** The figure that the chart comes to. */
  readonly end: string;
  readonly of: OfRuns;
  /** The chart in words. */
  readonly aloud: string;
  readonly rows: readonly Mark[];
  readonly columns: readonly Mark[];
  /** Rows are things with names, not heights. */
  readonly hasLanes?: boolean;
  /** Drawn in `WIDTH` by `HEIGHT`. */
  readonly children: ReactNode;
  /** What keeps its own size: points, tags. */
  readonly above?: ReactNode;
}

/** A small chart with its figure; the table below it has the same run by run. */
export function Frame({
  title,
  note,
  end,
  of,
  aloud,
  rows,
  columns,
  hasLanes = false,
  ...drawn
}: FrameProps) {
  return (
    <figure aria-label={title}>
      <div className={styles.head}>
        <h2 className="cut" title={title}>
          {title}
        </h2>
        {note}
        <b>
          {end}
          {!of.isAll && <span>{words.of(of.rows)}</span>}
        </b>
      </div>
      <div className={styles.plot} data-lanes={hasLanes || undefined}>
        <div className={styles.rows} aria-hidden="true">
          {rows.map(({ at, text }) => (
            <span key={at} title={hasLanes ? text : undefined} style={{ top: `${(1 - at) * 100}%` }}>
              {text}
            </span>
          ))}
        </div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={ofLoaded(aloud, of.rows, of.isAll)}
        >
          {drawn.children}
        </svg>
        {drawn.above}
        <div className={styles.columns} aria-hidden="true">
          {columns.map(({ at, text }) => (
            <span key={at} data-edge={edgeOf(at)} style={{ left: `${at * 100}%` }}>
              {text}
            </span>
          ))}
        </div>
      </div>
    </figure>
  );
}

function edgeOf(at: number): 'left' | 'right' | undefined {
  if (at <= 0) return 'left';
  return at >= 1 ? 'right' : undefined;
}

export function y(at: number): number {
  return (1 - at) * HEIGHT;
}
