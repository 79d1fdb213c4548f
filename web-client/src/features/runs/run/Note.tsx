import { words } from '@/features/runs/words';
import { Panel, PanelBody } from '@/parts/Panel';
import styles from './run.module.css';

/** What people noted of the run, as they wrote it. */
export function Note({ note }: { readonly note: string }) {
  return (
    <Panel title={words.edit.note}>
      <PanelBody>
        <p className={styles.noted}>{note}</p>
      </PanelBody>
    </Panel>
  );
}
