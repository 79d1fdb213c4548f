import type { ReactNode } from 'react';
import styles from './PageHead.module.css';

/** A `meta` that is on its way. */
export const AWAITED = 'awaited';

interface PageHeadProps {
  readonly title: string;
  /** What a person wants to know before reading on; small parts in a row; AWAITED keeps their place. */
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
        {isDrawn(meta) && <div className={styles.meta}>{meta === AWAITED ? null : meta}</div>}
      </div>
      {isDrawn(actions) && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

function isDrawn(part: ReactNode): boolean {
  return part !== undefined && part !== null && part !== false;
}
