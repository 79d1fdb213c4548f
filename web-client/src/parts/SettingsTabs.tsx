import { Link, useLocation } from 'react-router';
import { useTenantPermissions, type Permission } from '@/api/permissions';
import { paths } from '@/paths';
import styles from './Tabs.module.css';

interface SettingsPage {
  readonly path: string;
  readonly label: string;
  /** Without it in the whole organisation there is nothing to see there. */
  readonly needs?: Permission;
}

const PAGES: readonly SettingsPage[] = [
  { path: paths.settings(), label: 'General' },
  { path: paths.limits(), label: 'Plan and limits' },
  { path: paths.audit(), label: 'Audit log', needs: 'AUDIT_READ' },
  { path: paths.deadLetters(), label: 'Dead letters', needs: 'AUDIT_READ' },
];

/** The pages about the organisation itself; those that the person may not read are left out. */
export function SettingsTabs() {
  const permissions = useTenantPermissions();
  const { pathname } = useLocation();
  const offered = PAGES.filter(
    ({ path, needs }) => path === pathname || needs === undefined || permissions?.includes(needs) === true,
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
