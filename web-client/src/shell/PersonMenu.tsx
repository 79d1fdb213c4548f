import { useSignedIn } from '@/api/session';
import { LazyMenu } from './menus/LazyMenu';
import styles from './PersonMenu.module.css';

const load = async () => (await import('./menus/PersonMenu')).PersonMenu;

export function PersonMenu() {
  const { session } = useSignedIn();
  return (
    <LazyMenu
      load={load}
      button={
        <button type="button" className={styles.person}>
          <span className="sr">Account: </span>
          <Avatar name={session.name} />
          <span className="cut">{session.name}</span>
        </button>
      }
    />
  );
}

function Avatar({ name }: { readonly name: string }) {
  return (
    <span className={styles.avatar} aria-hidden="true">
      {(Array.from(name.trim())[0] ?? '?').toUpperCase()}
    </span>
  );
}
