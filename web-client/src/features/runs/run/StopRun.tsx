import { Button } from '@mantine/core';
import { useState } from 'react';
import { StopRunDocument, type RunDetailFragment } from '@/api/generated/runs';
import { money } from '@/format/number';
import { duration } from '@/format/time';
import { Confirm, useConfirm } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { useVerbs } from '@/parts/verbs';
import { words } from './words';

const says = words.stop;

interface StopRunProps {
  readonly run: RunDetailFragment;
  /** The platform knows it otherwise than this page: to be looked at again. */
  readonly onChanged: () => void;
}

/** Ends the run's job; what it has logged stays. */
export function StopRun({ run, onChanged }: StopRunProps) {
  const [asking, setAsking] = useState(false);
  useVerbs([run.job !== null && { label: says.inPalette, icon: 'stop', run: () => setAsking(true) }]);
  if (run.job === null) return null;
  return (
    <>
      <Button
        variant="default"
        color="red"
        leftSection={<Icon name="stop" size={14} />}
        onClick={() => setAsking(true)}
      >
        {says.button}
      </Button>
      {asking && (
        <StopDialog run={run} job={run.job} onChanged={onChanged} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

interface StopDialogProps extends StopRunProps {
  readonly job: NonNullable<RunDetailFragment['job']>;
  readonly onClose: () => void;
}

function StopDialog({ run, job, onChanged, onClose }: StopDialogProps) {
  const now = useNow();
  const form = useConfirm(
    StopRunDocument,
    { id: job.id, expectedVersion: job.version },
    () => {
      onClose();
      onChanged();
    },
    onChanged,
  );
  const ran = run.startedAt === null ? null : duration(Math.max(0, now - Date.parse(run.startedAt)));
  return (
    <Confirm title={says.title(run.name)} verb={says.verb} form={form} onClose={onClose}>
      <p>
        {ran === null
          ? says.notStarted
          : says.ran(ran, run.cost === null ? null : money(run.cost.amount, run.cost.currency))}{' '}
        {says.effect}
      </p>
      {form.failure?.code === 'CONFLICT' && <p>{says.changed(job.status.toLowerCase().replace('_', ' '))}</p>}
    </Confirm>
  );
}
