import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from '@/parts/CopyButton';
import { MessageDialog } from '@/parts/form';
import { Snippet } from '@/parts/states';
import { words } from './words';

interface SecretDialogProps {
  readonly title: string;
  readonly secret: string;
  /** What it is, and why it is not shown again; left out for a key. */
  readonly lead?: string;
  /** Said below it. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

const says = words.secret;

/** The only time that the secret is seen. */
export function SecretDialog({ title, secret, lead = says.ofKey, children, onClose }: SecretDialogProps) {
  return (
    <MessageDialog title={title} onClose={onClose} actions={<Button onClick={onClose}>{says.kept}</Button>}>
      <p className="t2">{lead}</p>
      <Snippet>{secret}</Snippet>
      <div>
        <CopyButton text={secret} label={says.copy} />
      </div>
      {children}
    </MessageDialog>
  );
}
