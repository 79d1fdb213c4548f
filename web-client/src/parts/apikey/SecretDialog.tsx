import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from '@/parts/CopyButton';
import { Dialog } from '@/parts/Dialog';
import { Snippet } from '@/parts/states';
import styles from './apikey.module.css';

interface SecretDialogProps {
  readonly title: string;
  readonly secret: string;
  /** Said below it. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** The only time that the secret is seen. */
export function SecretDialog({ title, secret, children, onClose }: SecretDialogProps) {
  return (
    <Dialog title={title} opened onClose={onClose}>
      <div className={styles.fields}>
        <p className="t2">
          This is its secret. It is shown now and never again: the platform keeps only a hash of it.
        </p>
        <Snippet>{secret}</Snippet>
        <div>
          <CopyButton text={secret} label="Copy secret" />
        </div>
        {children}
      </div>
      <footer className={styles.footer}>
        <Button onClick={onClose}>I have kept it</Button>
      </footer>
    </Dialog>
  );
}
