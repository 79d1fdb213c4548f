import { Fragment } from 'react';
import { Dialog } from '@/parts/Dialog';
import { GLOBAL_KEYS } from './keys';
import styles from './KeysDialog.module.css';

export function KeysDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" opened={opened} onClose={onClose}>
      <dl className={styles.keys}>
        {GLOBAL_KEYS.map(({ keys, does }) => (
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
