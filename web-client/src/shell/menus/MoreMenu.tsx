import { Menu } from '@mantine/core';
import { Link } from 'react-router';
import { useRights } from '@/api/permissions';
import { Icon } from '@/parts/Icon';
import { offered, SECTIONS } from '@/shell/sections';
import { AtOnce } from './AtOnce';
import type { OpenedMenu } from './LazyMenu';
import styles from './menus.module.css';
import { PersonItems } from './PersonMenu';
import { TenantItems } from './TenantMenu';

/** What a tab bar has no room for. */
export const MoreMenu: OpenedMenu = ({ target }) => (
  <AtOnce target={target} position="top-end" width={260}>
    <Menu.Dropdown className={styles.more ?? ''}>
      <SectionItems />
      <Menu.Divider />
      <TenantItems />
      <Menu.Divider />
      <PersonItems />
    </Menu.Dropdown>
  </AtOnce>
);

function SectionItems() {
  return offered(SECTIONS, useRights())
    .filter(({ tab }) => tab !== true)
    .map(({ path, icon, label }) => (
      <Menu.Item key={path} component={Link} to={path} leftSection={<Icon name={icon} />}>
        {label}
      </Menu.Item>
    ));
}
