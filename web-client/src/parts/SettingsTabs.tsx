import { Link, useLocation } from 'react-router';
import { useQuery } from 'urql';
import { OffersDocument } from '@/api/generated/api';
import { useRights, type Permission } from '@/api/permissions';
import { paths } from '@/paths';
import styles from './Tabs.module.css';

interface SettingsPage {
  readonly path: string;
  readonly label: string;
  /** Without it in the whole organisation there is nothing to see there. */
  readonly needs?: Permission;
  /** Only where the installation offers it. */
  readonly offer?: 'signOn';
}

const PAGES: readonly SettingsPage[] = [
  { path: paths.settings(), label: 'General' },
  { path: paths.limits(), label: 'Plan and limits' },
  { path: paths.signOn(), label: 'Single sign-on', needs: 'MEMBER_READ', offer: 'signOn' },
  { path: paths.explorer(), label: 'GraphiQL' },
  { path: paths.audit(), label: 'Audit log', needs: 'AUDIT_READ' },
  { path: paths.deadLetters(), label: 'Dead letters', needs: 'AUDIT_READ' },
];

/** The pages about the organisation itself; those that the person may not read are left out. */
export function SettingsTabs() {
  const { everywhere } = useRights();
  const { pathname } = useLocation();
  const [{ data }] = useQuery({ query: OffersDocument, requestPolicy: 'cache-only' });
  const offered = PAGES.filter(
    ({ path, needs, offer }) =>
      path === pathname ||
      ((needs === undefined || everywhere.includes(needs)) &&
        (offer === undefined || data?.tenant.signOnOffered === true)),
  );
  return (
    <nav className={styles.tabs} aria-label="Settings">
      {offered.map(({ path, label }) => (
        <Link key={path} to={path} aria-current={path === pathname ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
