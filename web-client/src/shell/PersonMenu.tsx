import { Menu } from '@mantine/core';
import { useSignedIn } from '@/api/session';
import { Icon } from '@/parts/Icon';
import { paths } from '@/paths';
import styles from './PersonMenu.module.css';
import { ThemeItems } from './ThemeToggle';

export function PersonMenu() {
  const { session } = useSignedIn();
  return (
    <Menu position="top-start" width={200}>
      <Menu.Target>
        <button type="button" className={styles.person}>
          <span className="sr">Account: </span>
          <Avatar name={session.name} />
          <span className="cut">{session.name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <PersonItems />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Who is signed in, the theme, and the way out, for whatever menu holds them. */
export function PersonItems() {
  const { session, operator, signOut } = useSignedIn();
  return (
    <>
      <Menu.Label>
        <span className={styles.email}>{session.email}</span>
      </Menu.Label>
      <Menu.Divider />
      {operator && (
        <Menu.Item component="a" href={paths.operator()} leftSection={<Icon name="gear" size={14} />}>
          Run the installation
        </Menu.Item>
      )}
      <ThemeItems />
      <Menu.Divider />
      <Menu.Item leftSection={<Icon name="leave" size={14} />} onClick={() => void signOut()}>
        Sign out
      </Menu.Item>
    </>
  );
}

function Avatar({ name }: { readonly name: string }) {
  return (
    <span className={styles.avatar} aria-hidden="true">
      {(Array.from(name.trim())[0] ?? '?').toUpperCase()}
    </span>
  );
}
