import { useSignedIn } from '@/api/session';
import { Icon } from '@/parts/Icon';
import { Mark } from '@/parts/Mark';
import { LazyMenu } from './menus/LazyMenu';
import styles from './TenantSwitcher.module.css';

const load = async () => (await import('./menus/TenantMenu')).TenantMenu;

/** The organisation one works in, and the way to another one. */
export function TenantSwitcher() {
  const { tenant } = useSignedIn();
  return (
    <LazyMenu
      load={load}
      button={
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
      }
    />
  );
}
