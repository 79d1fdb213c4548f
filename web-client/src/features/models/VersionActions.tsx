import { Button } from '@mantine/core';
import type { PassportFragment } from '@/api/generated/models';
import type { May } from '@/api/permissions';
import { Icon } from '@/parts/Icon';

export type VersionAction = 'approve' | 'reject' | 'alias' | 'deploy' | 'archive';

interface VersionActionsProps {
  readonly version: PassportFragment;
  readonly may: May;
  /** Whether it is known which endpoints are there: else nobody could tell what a deployment would do. */
  readonly endpointsKnown: boolean;
  readonly onAction: (action: VersionAction) => void;
}

/** What the state of the version allows and the person may do. */
export function VersionActions({
  version: { status, number },
  may,
  endpointsKnown,
  onAction,
}: VersionActionsProps) {
  const mayDecide = may('MODEL_APPROVE');
  const archive = mayDecide && status !== 'REGISTERED' && status !== 'ARCHIVED' && (
    <Button variant="default" color="red" onClick={() => onAction('archive')}>
      Archive
    </Button>
  );
  const alias = may('MODEL_WRITE') && (status === 'REGISTERED' || status === 'APPROVED') && (
    <Button variant="default" onClick={() => onAction('alias')}>
      Set alias
    </Button>
  );
  return (
    <>
      {archive}
      {alias}
      {status === 'REGISTERED' && mayDecide && (
        <>
          <Button variant="default" color="red" onClick={() => onAction('reject')}>
            Reject
          </Button>
          <Button onClick={() => onAction('approve')}>Approve v{number}</Button>
        </>
      )}
      {status === 'APPROVED' && endpointsKnown && may('ENDPOINT_WRITE') && (
        <Button leftSection={<Icon name="serve" size={14} />} onClick={() => onAction('deploy')}>
          Deploy v{number}
        </Button>
      )}
    </>
  );
}
