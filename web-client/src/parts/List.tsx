import type { ReactNode } from 'react';
import styles from './List.module.css';

export function List({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {children}
    </ul>
  );
}

interface ListItemProps {
  /** A status icon at the left. */
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  /** One button or figure at the right. */
  readonly end?: ReactNode;
}

/** One thing to see or do: a line of what, a line of why. */
export function ListItem({ icon, title, detail, end }: ListItemProps) {
  return (
    <li className={styles.item}>
      {icon !== undefined && <span className={styles.icon}>{icon}</span>}
      <div className={styles.text}>
        <p className={styles.title}>{title}</p>
        {detail !== undefined && <p className={styles.detail}>{detail}</p>}
      </div>
      {end !== undefined && <div className={styles.end}>{end}</div>}
    </li>
  );
}
