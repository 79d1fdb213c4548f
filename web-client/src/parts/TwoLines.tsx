import type { ReactNode } from 'react';
import styles from './TwoLines.module.css';

interface TwoLinesProps {
  readonly children: ReactNode;
  /** Small, below it. */
  readonly under: ReactNode;
  /** What stands below where it is cut. */
  readonly underTitle?: string | undefined;
}

/** The cell of a tall row: the thing, and below it what one also wants to know. */
export function TwoLines({ children, under, underTitle }: TwoLinesProps) {
  return (
    <span className={styles.lines}>
      {children}
      <span className={`cut ${styles.under ?? ''}`} title={underTitle}>
        {under}
      </span>
    </span>
  );
}
