import { Menu } from '@mantine/core';
import { NavLink } from 'react-router';
import { useSignedIn } from '@/api/session';
import { Icon } from '@/parts/Icon';
import { PersonItems } from './PersonMenu';
import { SECTIONS } from './sections';
import styles from './TabBar.module.css';
import { TenantItems } from './TenantSwitcher';

/** Sections that fit beside "More". */
const MAX_TABS = 4;

/** The side bar of a narrow screen. */
export function TabBar() {
  const { tenants } = useSignedIn();
  return (
    <nav className={styles.bar} aria-label="Main, small screen">
      {SECTIONS.slice(0, MAX_TABS).map(({ path, icon, label }) => (
        <NavLink key={path} to={path} className={styles.tab ?? ''}>
          <Icon name={icon} size={20} />
          {label}
        </NavLink>
      ))}
      <Menu position="top-end" width={260}>
        <Menu.Target>
          <button type="button" className={styles.tab}>
            <Icon name="more" size={20} />
            More
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {tenants.length > 1 && (
            <>
              <TenantItems />
              <Menu.Divider />
            </>
          )}
          <PersonItems />
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
