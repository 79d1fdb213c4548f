import type { ReactNode } from 'react';
import { ticks } from '@/format/axis';
import { shortDay } from '@/format/period';
import styles from './DayFrame.module.css';

export const WIDTH = 1_000;
export const HEIGHT = 200;

interface DayFrameProps {
  readonly days: readonly string[];
  /** The amount at the upper edge; the lower one is zero. */
  readonly top: number;
  readonly onAxis: (value: number) => string;
  readonly dayName?: (day: string) => string;
  /** In words, for who does not see it. */
  readonly label: string;
  readonly legend: ReactNode;
  readonly pointed: number | null;
  readonly onPoint: (day: number | null) => void;
  /** A line across, with its name at one of the sides. */
  readonly limit: { readonly at: number; readonly text: string; readonly side: 'left' | 'right' } | null;
  /** What a day has of its own. */
  readonly ofDay?: (index: number) => ReactNode;
  /** What is drawn over all days. */
  readonly children?: ReactNode;
}

/** Grid, axis of amounts and days, in `WIDTH` by `HEIGHT`; tells which day is pointed at. */
export function DayFrame(props: DayFrameProps) {
  const { days, top, onAxis, dayName = shortDay, label, legend, pointed, onPoint, limit } = props;
  const step = WIDTH / days.length;
  const limitY = limit === null ? 0 : HEIGHT - (limit.at / top) * HEIGHT;
  return (
    <div className={styles.chart}>
      <ul className={styles.legend}>{legend}</ul>
      <div className={styles.plot}>
        <div className={styles.axis} aria-hidden="true">
          {[1, 0.75, 0.5, 0.25, 0].map((part) => (
            <span key={part} style={{ top: `${(1 - part) * 100}%` }}>
              {onAxis(top * part)}
            </span>
          ))}
        </div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={label}
          onPointerLeave={() => onPoint(null)}
        >
          {[0.25, 0.5, 0.75, 1].map((part) => (
            <line
              key={part}
              className={styles.grid}
              x1="0"
              x2={WIDTH}
              y1={HEIGHT * part}
              y2={HEIGHT * part}
            />
          ))}
          {days.map((day, index) => (
            <g key={day} data-at={index === pointed || undefined} onPointerEnter={() => onPoint(index)}>
              <rect className={styles.catch} x={index * step} width={step} y="0" height={HEIGHT} />
              {props.ofDay?.(index)}
            </g>
          ))}
          {limit !== null && <line className={styles.limit} x1="0" x2={WIDTH} y1={limitY} y2={limitY} />}
          {props.children}
          <line className={styles.base} x1="0" x2={WIDTH} y1={HEIGHT} y2={HEIGHT} />
        </svg>
        {limit !== null && (
          <span
            className={styles.tag}
            data-side={limit.side}
            style={{ top: `${(1 - limit.at / top) * 100}%` }}
          >
            {limit.text}
          </span>
        )}
        <div className={styles.days} aria-hidden="true">
          {ticks(days).map(({ day, index }) => (
            <span key={day} style={{ left: `${((index + 0.5) / days.length) * 100}%` }}>
              {dayName(day)}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
