import { Button } from '@mantine/core';
import type { PassportFragment } from '@/api/generated/models';
import { Icon } from '@/parts/Icon';

export type VersionAction = 'approve' | 'reject' | 'alias' | 'deploy' | 'archive';

interface VersionActionsProps {
  readonly version: PassportFragment;
  readonly onAction: (action: VersionAction) => void;
}

/** What the state of the version allows; whether the person may is told in the dialog that it opens. */
export function VersionActions({ version: { status, number }, onAction }: VersionActionsProps) {
  switch (status) {
    case 'REGISTERED':
      return (
        <>
          <Button variant="default" onClick={() => onAction('alias')}>
            Set alias
          </Button>
          <Button variant="default" color="red" onClick={() => onAction('reject')}>
            Reject
          </Button>
          <Button onClick={() => onAction('approve')}>Approve v{number}</Button>
        </>
      );
    case 'APPROVED':
      return (
        <>
          <Button variant="default" color="red" onClick={() => onAction('archive')}>
            Archive
          </Button>
          <Button variant="default" onClick={() => onAction('alias')}>
            Set alias
          </Button>
          <Button leftSection={<Icon name="serve" size={14} />} onClick={() => onAction('deploy')}>
            Deploy v{number}
          </Button>
        </>
      );
    case 'REJECTED':
      return (
        <Button variant="default" color="red" onClick={() => onAction('archive')}>
          Archive
        </Button>
      );
    case 'ARCHIVED':
      return null;
  }
}
