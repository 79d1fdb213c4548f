import type { ReactNode } from 'react';
import styles from './Panel.module.css';

interface PanelProps {
  readonly title?: string;
  /** One line at the right of the header. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** A bordered part of a page; it ends where its content ends. */
export function Panel({ title, end, children }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={title}>
      {title !== undefined && (
        <header className={styles.header}>
          <h2>{title}</h2>
          {end !== undefined && <span className={styles.end}>{end}</span>}
        </header>
      )}
      {children}
    </section>
  );
}
