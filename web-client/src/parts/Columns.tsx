import type { ReactNode } from 'react';
import styles from './Columns.module.css';

interface ColumnsProps {
  /** Width of the second column in pixels; without it both are equally wide. */
  readonly aside?: number;
  /** Both end at the same height: what stands in the lower one grows. */
  readonly level?: boolean;
  /** The second column is empty: the first has all of the width. */
  readonly alone?: boolean;
  readonly children: ReactNode;
}

/** Two columns of panels; one under the other on a narrow screen. */
export function Columns({ aside, level = false, alone = false, children }: ColumnsProps) {
  const even = aside === undefined;
  return (
    <div
      className={`${styles.columns ?? ''} ${even ? (styles.even ?? '') : ''}`}
      data-level={level || undefined}
      data-alone={alone || undefined}
      style={even ? undefined : ({ '--aside': `${aside}px` } as React.CSSProperties)}
    >
      {children}
    </div>
  );
}

/** Panels one under the other, in one column. */
export function Stack({ children }: { readonly children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>;
}
