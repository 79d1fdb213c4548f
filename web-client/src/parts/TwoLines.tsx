import type { ReactNode } from 'react';
import styles from './TwoLines.module.css';

interface TwoLinesProps {
  readonly children: ReactNode;
  /** Small, below it. */
  readonly under: ReactNode;
  /** What stands below where it is cut. */
  readonly underTitle?: string | undefined;
  /** On a narrow screen it takes as many lines as it needs, where nothing may be missing from it. */
  readonly wraps?: boolean;
}

/** The cell of a tall row: the thing, and below it what one also wants to know. */
export function TwoLines({ children, under, underTitle, wraps = false }: TwoLinesProps) {
  return (
    <span className={styles.lines}>
      {children}
      <span className={`cut ${styles.under ?? ''}`} title={underTitle} data-wraps={wraps || undefined}>
        {under}
      </span>
    </span>
  );
}
