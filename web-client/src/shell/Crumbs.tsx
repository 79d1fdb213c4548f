import { Link, useMatches } from 'react-router';
import { useCurrentTrail } from '@/parts/crumbs';
import styles from './TopBar.module.css';

/** A route's `handle`: what the page is called in the breadcrumb. */
export interface Crumb {
  readonly crumb: string;
}

/** Project / parent / object, as the page says; until it does, the name of its route. */
export function Crumbs() {
  const name = useMatches().flatMap(({ handle }) => (isCrumb(handle) ? [handle.crumb] : []))[0] ?? '';
  const trail = useCurrentTrail();
  return (
    <nav className={`cut ${styles.crumbs ?? ''}`} aria-label="Breadcrumb">
      <ol>
        {trail?.parents.map(({ label, path }) => (
          <li key={path} className="cut">
            <Link to={path}>{label}</Link>
          </li>
        ))}
        <li className="cut">
          <span aria-current="page">{trail?.title ?? name}</span>
        </li>
      </ol>
    </nav>
  );
}

function isCrumb(handle: unknown): handle is Crumb {
  return (
    typeof handle === 'object' && handle !== null && 'crumb' in handle && typeof handle.crumb === 'string'
  );
}
