import { RollBackDocument } from '@/api/generated/endpoints';
import { rate } from '@/format/number';
import { Confirm, useConfirm } from '@/parts/form';
import { before, modelName, serving } from './revisions';
import type { EndpointDialogProps } from './ShiftDialog';
import { expectedInWords } from './traffic';

/** Gives all traffic back to the revision that had it before. */
export function RollBackDialog({ endpoint, perMinute, onClose, onConflict }: EndpointDialogProps) {
  const change = { endpointId: endpoint.id, expectedVersion: endpoint.version };
  const form = useConfirm(RollBackDocument, change, onClose, onConflict);
  const target = before(endpoint.revisions);
  const losing = serving(endpoint.revisions).filter(({ id }) => id !== target?.id);
  const isReady = target?.status === 'READY';
  return (
    <Confirm
      title={`Roll ${endpoint.name} back?`}
      verb={target === null ? 'Roll back' : `Roll back to r${target.number}`}
      form={form}
      onClose={onClose}
    >
      <p>
        All {rate(perMinute)} requests/min go back to the revision that had them before
        {target !== null && `: by its history r${target.number}, ${modelName(target)}`}.
      </p>
      <ul>
        {losing.map((revision) => (
          <li key={revision.id}>
            r{revision.number}, {modelName(revision)}, loses its {revision.weight} % (
            {expectedInWords(perMinute, revision.weight)}) and drains.
          </li>
        ))}
      </ul>
      <p>
        {isReady
          ? 'It is ready, so that this takes effect at once.'
          : 'It has ended, so that it is started again as a new revision; what serves now goes on until that one is ready.'}
      </p>
    </Confirm>
  );
}
