import { Fragment, type ReactNode } from 'react';
import styles from './KeyValue.module.css';

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  /** Smaller, below the label: what else belongs to it. */
  readonly under?: string;
  /** A sum: drawn heavier, under a stronger line. */
  readonly sum?: boolean;
}

interface KeyValueProps {
  readonly facts: readonly Fact[];
  /** Smaller and closer: many facts beside what the page is about. */
  readonly dense?: boolean;
}

/** Facts of one thing, label left and value right. */
export function KeyValue({ facts, dense = false }: KeyValueProps) {
  return (
    <dl className={styles.facts} data-dense={dense || undefined}>
      {facts.map(({ label, value, under, sum }) => (
        <Fragment key={label}>
          <dt data-sum={sum}>
            {label}
            {under !== undefined && <span className={styles.under}>{under}</span>}
          </dt>
          <dd data-sum={sum}>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
