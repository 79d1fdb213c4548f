import { StopEndpointDocument } from '@/api/generated/endpoints';
import { rate } from '@/format/number';
import { Confirm, useConfirm } from '@/parts/form';
import { serving } from './revisions';
import type { EndpointDialogProps } from './ShiftDialog';
import { words } from './words';

const says = words.stopDialog;

export function StopDialog({ endpoint, perMinute, onClose, onConflict }: EndpointDialogProps) {
  const change = { id: endpoint.id, expectedVersion: endpoint.version };
  const form = useConfirm(StopEndpointDocument, change, onClose, onConflict);
  const live = serving(endpoint.revisions);
  const { ready } = endpoint.scaling;
  return (
    <Confirm title={says.title(endpoint.name)} verb={says.verb(endpoint.name)} form={form} onClose={onClose}>
      <p>{perMinute > 0 ? says.answersRequestsMin(rate(perMinute)) : says.gotNoRequest}</p>
      <p>
        {says.theName(
          live.length === 0
            ? says.onItsWay
            : says.whatStarted(live.map(({ number }) => `r${number}`).join(' and '), live.length, ready),
        )}
      </p>
    </Confirm>
  );
}
