import { StopEndpointDocument } from '@/api/generated/endpoints';
import { rate } from '@/format/number';
import { Confirm, useConfirm } from '@/parts/form';
import { serving } from './revisions';
import type { EndpointDialogProps } from './ShiftDialog';

export function StopDialog({ endpoint, perMinute, onClose, onConflict }: EndpointDialogProps) {
  const change = { id: endpoint.id, expectedVersion: endpoint.version };
  const form = useConfirm(StopEndpointDocument, change, onClose, onConflict);
  const live = serving(endpoint.revisions);
  const { ready } = endpoint.scaling;
  return (
    <Confirm title={`Stop ${endpoint.name}?`} verb={`Stop ${endpoint.name}`} form={form} onClose={onClose}>
      <p>
        {perMinute > 0
          ? `It answers ${rate(perMinute)} requests/min now; from then on callers get an error.`
          : 'It got no request in the last minutes; from then on callers get an error.'}
      </p>
      <p>
        {live.length === 0
          ? 'What is on its way ends.'
          : `${live.map(({ number }) => `r${number}`).join(' and ')} ${live.length === 1 ? 'finishes' : 'finish'} what ${live.length === 1 ? 'it has' : 'they have'} started, then ${ready} ${ready === 1 ? 'replica ends' : 'replicas end'} and with ${ready === 1 ? 'it' : 'them'} the cost.`}{' '}
        The name and its history stay; it can be deployed to again.
      </p>
    </Confirm>
  );
}
