import { RollBackDocument } from '@/api/generated/endpoints';
import { rate } from '@/format/number';
import { Confirm, useConfirm } from '@/parts/form';
import { before, modelName, serving } from './revisions';
import type { EndpointDialogProps } from './ShiftDialog';
import { expectedInWords } from './traffic';
import { words } from './words';

const says = words.rollBackDialog;

/** Gives all traffic back to the revision that had it before. */
export function RollBackDialog({ endpoint, perMinute, onClose, onConflict }: EndpointDialogProps) {
  const change = { endpointId: endpoint.id, expectedVersion: endpoint.version };
  const form = useConfirm(RollBackDocument, change, onClose, onConflict);
  const target = before(endpoint.revisions);
  const losing = serving(endpoint.revisions).filter(({ id }) => id !== target?.id);
  const isReady = target?.status === 'READY';
  return (
    <Confirm
      title={says.title(endpoint.name)}
      verb={target === null ? says.rollBack : says.rollBackToR(target.number)}
      form={form}
      onClose={onClose}
    >
      <p>
        {says.allRequestsMinGo(rate(perMinute))}
        {target !== null && says.historyR(target.number, modelName(target))}.
      </p>
      <ul>
        {losing.map((revision) => (
          <li key={revision.id}>
            {says.rLoses(
              revision.number,
              modelName(revision),
              revision.weight,
              expectedInWords(perMinute, revision.weight),
            )}
          </li>
        ))}
      </ul>
      <p>{isReady ? says.isReady : says.hasEnded}</p>
    </Confirm>
  );
}
