import { Menu } from '@mantine/core';
import { useSignedIn } from '@/api/session';
import { Icon } from '@/parts/Icon';
import { useChooseTenant } from '@/shell/use-choose-tenant';
import { AtOnce } from './AtOnce';
import type { OpenedMenu } from './LazyMenu';
import styles from './menus.module.css';
import { words } from './words';

/** The way to another organisation. */
export const TenantMenu: OpenedMenu = ({ target }) => (
  <AtOnce target={target} position="bottom-start" width={240} offset={0}>
    <Menu.Dropdown>
      <TenantItems />
    </Menu.Dropdown>
  </AtOnce>
);

/** The organisations as menu items, for whatever menu holds them. */
export function TenantItems() {
  const { tenants, tenant, createTenant } = useSignedIn();
  const chooseTenant = useChooseTenant();
  return (
    <>
      <Menu.Label>{words.organisation}</Menu.Label>
      <div className={styles.all}>
        <Menu.RadioGroup value={tenant.slug} onChange={chooseTenant}>
          {tenants.map(({ id, slug, name }) => (
            <Menu.RadioItem
              key={id}
              value={slug}
              checkIcon={<Icon name="check" size={14} />}
              closeMenuOnClick
            >
              <span className={styles.name}>{name}</span>
              <span className={`t3 f12 ${styles.slug ?? ''}`}>{slug}</span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </div>
      {createTenant !== null && (
        <Menu.Item leftSection={<Icon name="plus" size={14} />} onClick={createTenant}>
          {words.createOrganisation}
        </Menu.Item>
      )}
    </>
  );
}
