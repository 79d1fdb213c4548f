import { Menu } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useSignedIn } from '@/api/session';
import { Icon } from '@/parts/Icon';
import { Mark } from '@/parts/Mark';
import { paths } from '@/paths';
import styles from './TenantSwitcher.module.css';

/** The organisation one works in; a menu when there are several. */
export function TenantSwitcher() {
  const { tenants, tenant } = useSignedIn();
  if (tenants.length === 1) {
    return (
      <div className={styles.tenant}>
        <Mark />
        <span className="cut" title={tenant.name}>
          {tenant.name}
        </span>
      </div>
    );
  }
  return (
    <Menu position="bottom-start" width={200} offset={0}>
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

/** The tenants as menu items, for whatever menu holds them. */
export function TenantItems() {
  const { tenants, tenant, chooseTenant } = useSignedIn();
  const navigate = useNavigate();
  return (
    <>
      <Menu.Label>Organisation</Menu.Label>
      <Menu.RadioGroup
        value={tenant.slug}
        onChange={(slug) => {
          chooseTenant(slug);
          // What was open belongs to the other organisation.
          void navigate(paths.home());
        }}
      >
        {tenants.map(({ id, slug, name }) => (
          <Menu.RadioItem key={id} value={slug} checkIcon={<Icon name="check" size={14} />} closeMenuOnClick>
            <span className={styles.name}>{name}</span>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}
