import { Link } from 'react-router';
import { paths } from '@/paths';
import type { Thing } from './things';

/** Leads to its page where it has one. */
export function ThingName({ thing: { kind, id, name, isKnown } }: { readonly thing: Thing }) {
  if (id === null || !isKnown) {
    return (
      <span className="cut" title={name}>
        {name}
      </span>
    );
  }
  return (
    <Link className="cut" data-link to={kind === 'job' ? paths.job(id) : paths.endpoint(id)} title={name}>
      {name}
    </Link>
  );
}
