import { Link, useLocation } from 'react-router';
import { useRights } from '@/api/permissions';
import { shownUnread, useUnread } from '@/api/unread';
import { useCounts } from '@/api/use-counts';
import { Icon } from '@/parts/Icon';
import { PersonMenu } from './PersonMenu';
import { offered, SECTION_GROUPS, sectionOf, type Section } from './sections';
import styles from './SideBar.module.css';
import { TenantSwitcher } from './TenantSwitcher';
import { ThemeToggle } from './ThemeToggle';
import { words } from './words';

const COUNTED: Readonly<Record<string, string>> = words.counts;

export function SideBar() {
  const open = sectionOf(useLocation().pathname);
  const rights = useRights();
  const unread = useUnread();
  const counts = useCounts();
  const numberOf = ({ counts: of }: Section) => (of === undefined || of === 'unread' ? 0 : counts[of]);
  /** The name of the link stays that of its page: the count describes it. */
  const counted = (section: Section) => {
    const number = numberOf(section);
    return number === 0 ? undefined : `${shownUnread(number)} ${COUNTED[section.counts ?? ''] ?? ''}`;
  };
  return (
    <aside className={styles.side}>
      <TenantSwitcher />
      <nav className={styles.nav} aria-label={words.main}>
        {SECTION_GROUPS.map(({ label, sections }) => (
          <div key={label ?? ''}>
            {label !== null && <h2>{label}</h2>}
            <ul>
              {offered(sections, rights).map((section) => (
                <li key={section.path}>
                  <Link
                    to={section.path}
                    aria-current={section === open ? 'page' : undefined}
                    title={counted(section)}
                  >
                    <Icon name={section.icon} />
                    {section.label}
                    {section.counts === 'unread' && unread > 0 && (
                      <span className={styles.count}>
                        {shownUnread(unread)}
                        <span className="sr">{words.counts.unread}</span>
                      </span>
                    )}
                    {counted(section) !== undefined && (
                      <span className={styles.count} aria-hidden="true">
                        {shownUnread(numberOf(section))}
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
