import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from '@/parts/CopyButton';
import { Dialog } from '@/parts/Dialog';
import { Snippet } from '@/parts/states';
import styles from './apikey.module.css';

interface SecretDialogProps {
  readonly title: string;
  readonly secret: string;
  /** What it is, and why it is not shown again; left out for a key. */
  readonly lead?: string;
  /** Said below it. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** The only time that the secret is seen. */
export function SecretDialog({ title, secret, lead = OF_KEY, children, onClose }: SecretDialogProps) {
  return (
    <Dialog title={title} opened onClose={onClose}>
      <div className={styles.fields}>
        <p className="t2">{lead}</p>
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

const OF_KEY = 'This is its secret. It is shown now and never again: the platform keeps only a hash of it.';
