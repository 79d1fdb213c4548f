import styles from './Meter.module.css';

interface MeterProps {
  /** Part used, 0 to 1; what is above 1 fills the meter. */
  readonly used: number;
  /** Part of the period that is gone, 0 to 1: drawn as a mark, so that a person sees who is ahead. */
  readonly pace?: number;
  /** The most that was used, 0 to 1: a mark behind the meter. */
  readonly peak?: number;
  /** The same in words: "64 % of the week's budget used, 51 % of the week gone". */
  readonly label: string;
  readonly tone?: 'accent' | 'warn' | 'bad';
}

/** How much of a budget, quota or period is used. */
export function Meter({ used, pace, peak, label, tone = 'accent' }: MeterProps) {
  return (
    <div className={styles.meter} role="img" aria-label={label}>
      <i data-tone={tone} style={{ width: width(used) }} />
      {peak !== undefined && <b style={{ left: width(peak) }} />}
      {pace !== undefined && <u style={{ left: width(pace) }} />}
    </div>
  );
}

/** A thin bar inside a table or list: a share of the whole, or progress. */
export function ShareBar({ share, label }: { readonly share: number; readonly label: string }) {
  return (
    <span className={styles.bar} role="img" aria-label={label}>
      <i style={{ width: width(share) }} />
    </span>
  );
}

function width(part: number): string {
  return `${(Math.min(1, Math.max(0, part)) * 100).toFixed(1)}%`;
}
