import { Link, useLocation } from 'react-router';
import { useQuery } from 'urql';
import { OffersDocument } from '@/api/generated/api';
import { allows, useRights, type Needs } from '@/api/permissions';
import { paths } from '@/paths';
import styles from './Tabs.module.css';
import { useOpenInSight } from './use-open-in-sight';
import { words } from './words';

const says = words.settings;

interface SettingsPage {
  readonly path: string;
  readonly label: string;
  /** Without it in the whole organisation there is nothing to see there. */
  readonly needs?: Needs;
  /** Only where the installation offers it. */
  readonly offer?: 'signOn';
}

const PAGES: readonly SettingsPage[] = [
  { path: paths.settings(), label: says.general },
  { path: paths.limits(), label: says.limits },
  { path: paths.signOn(), label: says.signOn, needs: { everywhere: ['MEMBER_READ'] }, offer: 'signOn' },
  { path: paths.explorer(), label: says.explorer },
  { path: paths.audit(), label: says.audit, needs: { everywhere: ['AUDIT_READ'] } },
  { path: paths.deadLetters(), label: says.deadLetters, needs: { everywhere: ['AUDIT_READ'] } },
];

/** The pages about the organisation itself; those that the person may not read are left out. */
export function SettingsTabs() {
  const rights = useRights();
  const { pathname } = useLocation();
  const [{ data }] = useQuery({ query: OffersDocument, requestPolicy: 'cache-only' });
  const offered = PAGES.filter(
    ({ path, needs, offer }) =>
      path === pathname ||
      (allows(rights, needs) && (offer === undefined || data?.tenant.signOnOffered === true)),
  );
  const row = useOpenInSight(pathname, offered.length);
  return (
    <nav ref={row} className={styles.tabs} aria-label={says.label}>
      {offered.map(({ path, label }) => (
        <Link key={path} to={path} aria-current={path === pathname ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
