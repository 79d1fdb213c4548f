import type { ReactNode } from 'react';
import styles from './PageHead.module.css';

interface PageHeadProps {
  readonly title: string;
  /** What a person wants to know before reading on; small parts in a row. */
  readonly meta?: ReactNode;
  /** Top right, one primary. */
  readonly actions?: ReactNode;
}

/** The one `h1` of a page, and the title of its browser tab. */
export function PageHead({ title, meta, actions }: PageHeadProps) {
  return (
    <div className={styles.head}>
      <title>{`${title} · Keelson`}</title>
      <div>
        <h1>{title}</h1>
        {meta !== undefined && <div className={styles.meta}>{meta}</div>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
