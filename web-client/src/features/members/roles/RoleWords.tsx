import type { Permission } from '@/api/permissions';
import { Icon } from '@/parts/Icon';
import { meaningOf } from './role';
import styles from './roles.module.css';
import { words } from './words';

const says = words.roleWords;

/** What a role means, said rather than listed. */
export function RoleWords({ permissions }: { readonly permissions: readonly Permission[] }) {
  const { does, doesNot } = meaningOf(permissions);
  return (
    <div className={styles.meaning}>
      <p className="f12 med t2">{says.inWords}</p>
      <div className={styles.says}>
        <p className={styles.does}>
          <Icon name="check" size={14} />
          <span>{does}</span>
        </p>
        {doesNot !== null && (
          <p>
            <Icon name="close" size={14} />
            <span>{doesNot}</span>
          </p>
        )}
      </div>
    </div>
  );
}
