import { Icon } from './Icon';
import styles from './Mark.module.css';

/** The console's sign. */
export function Mark({ size = 22 }: { readonly size?: 22 | 40 }) {
  return (
    <span className={styles.mark} data-size={size}>
      <Icon name="beam" size={size === 22 ? 14 : 24} />
    </span>
  );
}
