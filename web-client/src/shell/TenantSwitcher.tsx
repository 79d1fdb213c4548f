import { Menu } from '@mantine/core';
import { useSignedIn } from '@/api/session';
import { Icon } from '@/parts/Icon';
import { Mark } from '@/parts/Mark';
import styles from './TenantSwitcher.module.css';
import { useChooseTenant } from './use-choose-tenant';

/** The organisation one works in, and the way to another one. */
export function TenantSwitcher() {
  const { tenant } = useSignedIn();
  return (
    <Menu position="bottom-start" width={240} offset={0}>
      <Menu.Target>
        <button type="button" className={styles.tenant}>
          <span className="sr">Organisation: </span>
          <Mark />
          <span className="cut" title={tenant.name}>
            {tenant.name}
          </span>
          <span className={styles.end}>
            <Icon name="updown" size={14} />
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <TenantItems />
      </Menu.Dropdown>
    </Menu>
  );
}

/** The organisations as menu items, for whatever menu holds them. */
export function TenantItems() {
  const { tenants, tenant, createTenant } = useSignedIn();
  const chooseTenant = useChooseTenant();
  return (
    <>
      <Menu.Label>Organisation</Menu.Label>
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
          Create organisation…
        </Menu.Item>
      )}
    </>
  );
}
