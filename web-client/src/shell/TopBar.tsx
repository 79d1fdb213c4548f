import { ActionIcon } from '@mantine/core';
import { useSignedIn } from '@/api/session';
import { Icon } from '@/parts/Icon';
import { Crumbs } from './Crumbs';
import styles from './TopBar.module.css';

export function TopBar({ onShowKeys }: { readonly onShowKeys: () => void }) {
  const { tenant } = useSignedIn();
  return (
    <header className={styles.top}>
      <Crumbs />
      <span className={`t3 f12 cut only-narrow ${styles.tenant}`}>{tenant.name}</span>
      <div className={`only-wide ${styles.end}`}>
        <ActionIcon
          variant="subtle"
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={onShowKeys}
        >
          <Icon name="keys" />
        </ActionIcon>
      </div>
    </header>
  );
}
