import type { ReactNode } from 'react';
import styles from './Tag.module.css';

/** A small word about a thing: an alias, a permission, a format. */
export function Tag({
  accent = false,
  children,
}: {
  readonly accent?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <span className={styles.tag} data-accent={accent || undefined}>
      {children}
    </span>
  );
}
