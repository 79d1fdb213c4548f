import { Button } from '@mantine/core';
import type { PassportFragment } from '@/api/generated/models';
import type { May } from '@/api/permissions';
import { Icon, type IconName } from '@/parts/Icon';
import { useVerbs, type Verb } from '@/parts/verbs';
import { words } from './words';

const says = words.versionActions;

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
  const offers = {
    archive: mayDecide && status !== 'REGISTERED' && status !== 'ARCHIVED',
    alias: may('MODEL_WRITE') && (status === 'REGISTERED' || status === 'APPROVED'),
    decide: mayDecide && status === 'REGISTERED',
    deploy: status === 'APPROVED' && endpointsKnown && may('ENDPOINT_WRITE'),
  };
  const verb = (label: string, icon: IconName, action: VersionAction): Verb => ({
    label,
    icon,
    run: () => onAction(action),
  });
  useVerbs([
    offers.decide && verb(says.approveV(number), 'shield', 'approve'),
    offers.decide && verb(says.rejectV(number), 'bad', 'reject'),
    offers.deploy && verb(says.deployV(number), 'serve', 'deploy'),
    offers.alias && verb(says.setAnAlias(number), 'link', 'alias'),
    offers.archive && verb(says.archiveV(number), 'box', 'archive'),
  ]);
  return (
    <>
      {offers.archive && (
        <Button variant="default" color="red" onClick={() => onAction('archive')}>
          Archive
        </Button>
      )}
      {offers.alias && (
        <Button variant="default" onClick={() => onAction('alias')}>
          {says.setAlias}
        </Button>
      )}
      {offers.decide && (
        <>
          <Button variant="default" color="red" onClick={() => onAction('reject')}>
            Reject
          </Button>
          <Button onClick={() => onAction('approve')}>Approve v{number}</Button>
        </>
      )}
      {offers.deploy && (
        <Button leftSection={<Icon name="serve" size={14} />} onClick={() => onAction('deploy')}>
          Deploy v{number}
        </Button>
      )}
    </>
  );
}
