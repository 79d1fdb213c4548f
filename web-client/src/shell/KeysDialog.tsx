import { Fragment } from 'react';
import { useRights } from '@/api/permissions';
import { Dialog } from '@/parts/Dialog';
import { globalKeys } from './keys';
import styles from './KeysDialog.module.css';
import { words } from './words';

export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const rights = useRights();
  return (
    <Dialog title={words.keys.title} opened onClose={onClose}>
      <dl className={styles.keys}>
        {globalKeys(rights).map(({ keys, does }) => (
          <Fragment key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
