import { Link, useLocation } from 'react-router';
import { useRights } from '@/api/permissions';
import { shownUnread, useUnread } from '@/api/unread';
import { Icon } from '@/parts/Icon';
import { PersonMenu } from './PersonMenu';
import { offered, SECTION_GROUPS, sectionOf } from './sections';
import styles from './SideBar.module.css';
import { TenantSwitcher } from './TenantSwitcher';
import { ThemeToggle } from './ThemeToggle';

export function SideBar() {
  const open = sectionOf(useLocation().pathname);
  const rights = useRights();
  const unread = useUnread();
  return (
    <aside className={styles.side}>
      <TenantSwitcher />
      <nav className={styles.nav} aria-label="Main">
        {SECTION_GROUPS.map(({ label, sections }) => (
          <div key={label ?? ''}>
            {label !== null && <h2>{label}</h2>}
            <ul>
              {offered(sections, rights).map((section) => (
                <li key={section.path}>
                  <Link to={section.path} aria-current={section === open ? 'page' : undefined}>
                    <Icon name={section.icon} />
                    {section.label}
                    {section.counts === 'unread' && unread > 0 && (
                      <span className={styles.count}>
                        {shownUnread(unread)}
                        <span className="sr"> unread</span>
                      </span>
                    )}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={styles.foot}>
        <PersonMenu />
        <ThemeToggle />
      </div>
    </aside>
  );
}
