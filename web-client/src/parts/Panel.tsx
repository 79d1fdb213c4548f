import type { ReactNode } from 'react';
import styles from './Panel.module.css';

interface PanelProps {
  readonly title?: string;
  /** Small, after the title: the period, the unit. */
  readonly note?: ReactNode;
  /** One line at the right of the header. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** Padding for what is not a table or a list. */
export function PanelBody({ children }: { readonly children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}

/** A bordered part of a page; it ends where its content ends. */
export function Panel({ title, note, end, children }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={title}>
      {title !== undefined && (
        <header className={styles.header}>
          <h2>{title}</h2>
          {note !== undefined && <span className={styles.note}>{note}</span>}
          {end !== undefined && <span className={styles.end}>{end}</span>}
        </header>
      )}
      {children}
    </section>
  );
}
