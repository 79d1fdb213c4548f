import { NavLink } from 'react-router';
import { Icon } from '@/parts/Icon';
import { paths } from '@/paths';
import { PersonMenu } from './PersonMenu';
import { SECTION_GROUPS } from './sections';
import styles from './SideBar.module.css';
import { TenantSwitcher } from './TenantSwitcher';
import { ThemeToggle } from './ThemeToggle';

export function SideBar() {
  return (
    <aside className={styles.side}>
      <TenantSwitcher />
      <nav className={styles.nav} aria-label="Main">
        {SECTION_GROUPS.map(({ label, sections }) => (
          <div key={label ?? ''}>
            {label !== null && <h2>{label}</h2>}
            <ul>
              {sections.map((section) => (
                <li key={section.path}>
                  <NavLink to={section.path} end={section.path === paths.home()}>
                    <Icon name={section.icon} />
                    {section.label}
                  </NavLink>
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
