import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { May } from '@/api/permissions';
import { Icon } from '@/parts/Icon';
import { paths } from '@/paths';
import { mayBeRolledBack, versionName, type RunDetail, type RunRow } from './retraining';
import { words } from './words';

const says = words.retrainingActions;

interface RetrainingActionsProps {
  readonly modelId: string;
  readonly run: RunRow | null;
  readonly detail: RunDetail | null | undefined;
  /** Whether the person is the challenger's author. */
  readonly isOwn: boolean;
  readonly may: May;
  readonly onRetrain: () => void;
  readonly onRollBack: () => void;
}

/** What the state of the run allows and the person may do. Whether to approve is decided on the version's own page. */
export function RetrainingActions(props: RetrainingActionsProps) {
  const { modelId, run, detail, isOwn, may, onRetrain, onRollBack } = props;
  const version = run?.status === 'AWAITING_APPROVAL' ? run.challenger : null;
  // One without a step of deployment moved an alias alone.
  const isDeployed = detail?.steps.some(({ name }) => name === 'DEPLOY') !== false;
  const mayRollBack = may('MODEL_WRITE') && (!isDeployed || may('ENDPOINT_WRITE'));
  const mayDecide = may('MODEL_APPROVE') && !isOwn && version?.status === 'REGISTERED';
  return (
    <>
      {run !== null && mayBeRolledBack(run) && mayRollBack && (
        <Button
          variant="default"
          color="red"
          leftSection={<Icon name="undo" size={14} />}
          onClick={onRollBack}
        >
          {says.rollBack(versionName(run.champion, says.theChampion))}
        </Button>
      )}
      {may('MODEL_WRITE') && may('JOB_SUBMIT') && (
        <Button variant="default" leftSection={<Icon name="play" size={14} />} onClick={onRetrain}>
          {says.retrainNow}
        </Button>
      )}
      {mayDecide && (
        <>
          <Button
            variant="default"
            color="red"
            component={Link}
            to={paths.decideModel(modelId, version.number, 'reject')}
          >
            Decline v{version.number}
          </Button>
          <Button component={Link} to={paths.decideModel(modelId, version.number, 'approve')}>
            Approve v{version.number}
          </Button>
        </>
      )}
    </>
  );
}
