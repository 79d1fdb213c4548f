import { useState } from 'react';
import { TransferOwnershipDocument, type MemberRowFragment } from '@/api/generated/members';
import { useSignedIn } from '@/api/session';
import { useChange } from '@/api/use-change';
import { describe, isOwner } from '@/features/members/grants';
import { ownersOf, type Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import { Confirm } from '@/parts/Confirm';
import { KeyValue } from '@/parts/KeyValue';
import { SelectField } from '@/parts/SelectField';

interface TransferDialogProps {
  /** The owner in front of the page. */
  readonly member: MemberRowFragment;
  readonly organisation: Organisation;
  readonly onClose: () => void;
}

/** Gives the role of an owner away: somebody else has it, and one does not have it any more. */
export function TransferDialog({ member, organisation, onClose }: TransferDialogProps) {
  const { tenant } = useSignedIn();
  const transfer = useChange(TransferOwnershipDocument);
  const [toId, setTo] = useState('');
  const candidates = organisation.members.filter(({ id }) => id !== member.id);
  const to = candidates.find(({ id }) => id === toId);
  const kept = member.grants.filter((grant) => !isOwner([grant]));
  const owners = ownersOf(organisation).filter(({ id }) => id !== member.id && id !== toId).length + 1;

  async function send() {
    if (to === undefined) return;
    const input = { toMemberId: to.id, expectedVersion: to.version };
    if ((await transfer.send({ input })) !== null) onClose();
  }

  return (
    <Confirm
      title={`Transfer ${tenant.name}?`}
      verb={to === undefined ? 'Transfer ownership' : `Transfer to ${to.person.name}`}
      opened
      onClose={onClose}
      onConfirm={() => void send()}
      sending={transfer.sending}
      failure={transfer.failure}
      disabled={to === undefined}
    >
      <SelectField
        label="To"
        value={toId}
        onChange={(id) => {
          setTo(id);
          transfer.reset();
        }}
        options={[
          { value: '', label: 'Choose a member' },
          ...candidates.map(({ id, person }) => ({ value: id, label: `${person.name}, ${person.email}` })),
        ]}
      />
      <p>
        They will be able to do everything here, to the organisation, its money and its people too. You cannot
        take it back: only they can give it to you again.
      </p>
      <KeyValue
        facts={[
          { label: 'You give up', value: 'Owner' },
          { label: 'You keep', value: kept.map(describe).join(', ') || 'your teams only' },
          { label: 'Owners then', value: to === undefined ? '–' : counted(owners, 'owner', 'owners') },
          {
            label: 'Over',
            value: `${counted(organisation.members.length, 'member', 'members')}, ${counted(organisation.projects.length, 'project', 'projects')}`,
          },
        ]}
      />
    </Confirm>
  );
}
