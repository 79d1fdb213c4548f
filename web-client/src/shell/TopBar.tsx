import { ActionIcon } from '@mantine/core';
import { useSignedIn } from '@/api/session';
import { Icon } from '@/parts/Icon';
import { Bell } from './Bell';
import { Crumbs } from './Crumbs';
import styles from './TopBar.module.css';
import { words } from './words';

interface TopBarProps {
  readonly onShowKeys: () => void;
  readonly onSearch: () => void;
}

export function TopBar({ onShowKeys, onSearch }: TopBarProps) {
  const { tenant } = useSignedIn();
  return (
    <header className={styles.top}>
      <Crumbs />
      <span className={`t3 f12 cut only-narrow ${styles.tenant}`} title={tenant.name}>
        {tenant.name}
      </span>
      <button type="button" className={styles.find} onClick={onSearch}>
        <Icon name="search" size={14} />
        <span>{words.search}</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <Bell />
      <div className="only-wide">
        <ActionIcon
          variant="subtle"
          aria-label={words.keys.title}
          title={words.keys.hint}
          onClick={onShowKeys}
        >
          <Icon name="keys" />
        </ActionIcon>
      </div>
    </header>
  );
}
