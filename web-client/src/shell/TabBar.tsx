import { Menu } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import { useRights } from '@/api/permissions';
import { Icon } from '@/parts/Icon';
import { PersonItems } from './PersonMenu';
import { offered, SECTIONS, sectionOf } from './sections';
import styles from './TabBar.module.css';
import { TenantItems } from './TenantSwitcher';

/** The side bar of a narrow screen. */
export function TabBar() {
  const sections = offered(SECTIONS, useRights());
  const open = sectionOf(useLocation().pathname);
  return (
    <nav className={styles.bar} aria-label="Main, small screen">
      {sections
        .filter(({ tab }) => tab)
        .map(({ path, icon, label }) => (
          <Link
            key={path}
            to={path}
            className={styles.tab}
            aria-current={path === open?.path ? 'page' : undefined}
          >
            <Icon name={icon} size={20} />
            {label}
          </Link>
        ))}
      <Menu position="top-end" width={260}>
        <Menu.Target>
          <button
            type="button"
            className={styles.tab}
            data-within={(open !== undefined && open.tab !== true) || undefined}
          >
            <Icon name="more" size={20} />
            More
          </button>
        </Menu.Target>
        <Menu.Dropdown className={styles.more ?? ''}>
          {sections
            .filter(({ tab }) => tab !== true)
            .map(({ path, icon, label }) => (
              <Menu.Item key={path} component={Link} to={path} leftSection={<Icon name={icon} />}>
                {label}
              </Menu.Item>
            ))}
          <Menu.Divider />
          <TenantItems />
          <Menu.Divider />
          <PersonItems />
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
