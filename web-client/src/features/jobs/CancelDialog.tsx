import { CancelJobDocument } from '@/api/generated/jobs';
import { money } from '@/format/number';
import { duration } from '@/format/time';
import { Confirm, useConfirm } from '@/parts/form';
import { useNow } from '@/parts/now';
import type { JobDetail } from './detail';
import { phasesOf } from './timeline';
import { words } from './words';

const says = words.cancel;

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
    <Confirm title={says.title(job.name)} verb={says.verb} form={form} onClose={onClose}>
      <p>
        {ran === undefined
          ? says.waited(duration(waited?.ms ?? 0))
          : says.ran(
              duration(ran.ms),
              job.cost === null ? null : money(job.cost.amount, job.cost.currency),
              job.resources.cpus,
            )}
      </p>
      <p>{job.run === null ? says.logStays : says.runEnds(job.run.name)}</p>
    </Confirm>
  );
}
