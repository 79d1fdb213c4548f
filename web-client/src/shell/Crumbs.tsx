import { Link, useMatches } from 'react-router';
import styles from './TopBar.module.css';

/** A route's `handle`: what the page is called in the breadcrumb. */
export interface Crumb {
  readonly crumb: string;
}

/** Project / parent / object: one link for each route above the page, from the routes' own handles. */
export function Crumbs() {
  const crumbs = useMatches().flatMap(({ id, pathname, handle }) =>
    isCrumb(handle) ? [{ id, pathname, label: handle.crumb }] : [],
  );
  return (
    <nav className={`cut ${styles.crumbs ?? ''}`} aria-label="Breadcrumb">
      <ol>
        {crumbs.map(({ id, pathname, label }, index) => (
          <li key={id}>
            {index === crumbs.length - 1 ? (
              <span aria-current="page">{label}</span>
            ) : (
              <Link to={pathname}>{label}</Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function isCrumb(handle: unknown): handle is Crumb {
  return (
    typeof handle === 'object' && handle !== null && 'crumb' in handle && typeof handle.crumb === 'string'
  );
}
