import type { ReactNode } from 'react';
import { Dialog } from '@/parts/Dialog';
import styles from './form.module.css';
import { Footer } from './FormFooter';

interface MessageDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  /** The buttons. */
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** Says something and sends nothing. */
export function MessageDialog({ title, onClose, actions, children }: MessageDialogProps) {
  return (
    <Dialog title={title} opened onClose={onClose}>
      <div className={styles.fields}>{children}</div>
      <Footer>{actions}</Footer>
    </Dialog>
  );
}
