import { CancelJobDocument } from '@/api/generated/jobs';
import { money } from '@/format/number';
import { duration } from '@/format/time';
import { Confirm, useConfirm } from '@/parts/form';
import { useNow } from '@/parts/now';
import type { JobDetail } from './detail';
import { phasesOf } from './timeline';

interface CancelDialogProps {
  readonly job: JobDetail;
  readonly onClose: () => void;
}

/** A job that is cancelled cannot go on; what it has written stays. */
export function CancelDialog({ job, onClose }: CancelDialogProps) {
  const form = useConfirm(CancelJobDocument, { id: job.id, expectedVersion: job.version }, onClose);
  const now = useNow();
  const [waited, ran] = phasesOf(job, now);
  return (
    <Confirm title={`Cancel ${job.name}?`} verb="Cancel job" form={form} onClose={onClose}>
      <p>
        {ran === undefined
          ? `It has waited ${duration(waited?.ms ?? 0)} and not run yet.`
          : `It has run ${duration(ran.ms)}${job.cost === null ? '' : ` and cost ${money(job.cost.amount, job.cost.currency)} so far`}. ${job.resources.cpus} ${job.resources.cpus === 1 ? 'core is' : 'cores are'} released once the provider confirms it.`}
      </p>
      <p>
        {job.run === null
          ? 'Its log stays.'
          : `The run ${job.run.name} ends with it; metrics and artifacts written so far stay.`}
      </p>
    </Confirm>
  );
}
