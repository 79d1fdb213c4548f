import type { ReactNode } from 'react';
import { useTrail, type CrumbLink } from './crumbs';
import styles from './PageHead.module.css';

/** A `meta` that is on its way. */
export const AWAITED = 'awaited';

interface PageHeadProps {
  readonly title: string;
  /** Beside the title: a status pill, an alias. */
  readonly aside?: ReactNode;
  /** What a person wants to know before reading on; small parts in a row; AWAITED keeps their place. */
  readonly meta?: ReactNode;
  /** Top right, one primary. */
  readonly actions?: ReactNode;
  /** What stands before the title in the breadcrumb, project first; without it the route's name stands alone. */
  readonly parents?: readonly CrumbLink[] | undefined;
}

/** The one `h1` of a page, the title of its browser tab and the end of its breadcrumb. */
export function PageHead({ title, aside, meta, actions, parents }: PageHeadProps) {
  useTrail(parents, title);
  return (
    <div className={styles.head}>
      <title>{`${title} · Keelson`}</title>
      <div className={styles.what}>
        <div className={styles.title}>
          <h1>{title}</h1>
          {aside}
        </div>
        {isDrawn(meta) && <div className={styles.meta}>{meta === AWAITED ? null : meta}</div>}
      </div>
      {isDrawn(actions) && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

function isDrawn(part: ReactNode): boolean {
  return part !== undefined && part !== null && part !== false;
}
