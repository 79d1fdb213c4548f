import { Link, useLocation } from 'react-router';
import { useRights } from '@/api/permissions';
import { Icon } from '@/parts/Icon';
import { LazyMenu } from './menus/LazyMenu';
import { offered, SECTIONS, sectionOf } from './sections';
import styles from './TabBar.module.css';
import { words } from './words';

const loadMore = async () => (await import('./menus/MoreMenu')).MoreMenu;

/** The side bar of a narrow screen. */
export function TabBar() {
  const sections = offered(SECTIONS, useRights());
  const open = sectionOf(useLocation().pathname);
  return (
    <nav className={styles.bar} aria-label={words.mainNarrow}>
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
      <LazyMenu
        load={loadMore}
        button={
          <button
            type="button"
            className={styles.tab}
            data-within={(open !== undefined && open.tab !== true) || undefined}
          >
            <Icon name="more" size={20} />
            {words.more}
          </button>
        }
      />
    </nav>
  );
}
