import { Button } from '@mantine/core';
import { useState } from 'react';
import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { StopRunDocument, type RunDetailFragment } from '@/api/generated/runs';
import { money } from '@/format/number';
import { duration } from '@/format/time';
import { Confirm } from '@/parts/Confirm';
import { Icon } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { useVerbs } from '@/parts/verbs';

interface StopRunProps {
  readonly run: RunDetailFragment;
  /** The platform knows it otherwise than this page: to be looked at again. */
  readonly onChanged: () => void;
}

/** Ends the run's job; what it has logged stays. */
export function StopRun({ run, onChanged }: StopRunProps) {
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [{ fetching }, stop] = useMutation(StopRunDocument);
  const now = useNow();
  const { job } = run;
  const ask = () => {
    setFailure(null);
    setAsking(true);
  };
  useVerbs([job !== null && { label: 'Stop this run…', icon: 'stop', run: ask }]);
  if (job === null) return null;

  async function send(id: string, expectedVersion: number) {
    setFailure(null);
    const { error } = await stop({ id, expectedVersion }, idempotent(newIdempotencyKey()));
    if (error === undefined) setAsking(false);
    else setFailure(toFailure(error));
    onChanged();
  }

  const ran = run.startedAt === null ? null : duration(Math.max(0, now - Date.parse(run.startedAt)));
  return (
    <>
      <Button variant="default" color="red" leftSection={<Icon name="stop" size={14} />} onClick={ask}>
        Stop
      </Button>
      <Confirm
        title={`Stop ${run.name}?`}
        verb="Stop run"
        opened={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => void send(job.id, job.version)}
        sending={fetching}
        failure={failure}
      >
        <p>
          {ran === null ? 'It has not started yet.' : `It has run for ${ran}`}
          {ran !== null &&
            run.cost !== null &&
            ` and cost ${money(run.cost.amount, run.cost.currency)} so far`}
          {ran !== null && '.'} What it has logged stays; files in its output folder are not kept, and it
          cannot go on later.
        </p>
        {failure?.code === 'CONFLICT' && (
          <p>The job is now {job.status.toLowerCase().replace('_', ' ')}. Look again before you stop it.</p>
        )}
      </Confirm>
    </>
  );
}
