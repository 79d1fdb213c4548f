import { TransferOwnershipDocument, type MemberRowFragment } from '@/api/generated/members';
import { useSignedIn } from '@/api/session';
import { describe, isOwner } from '@/features/members/grants';
import { ownersOf, type Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import { Confirm, useForm } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { PickField } from '@/parts/pick/PickField';
import { words } from './words';

const says = words.transferDialog;

interface TransferDialogProps {
  /** The owner in front of the page. */
  readonly member: MemberRowFragment;
  readonly organisation: Organisation;
  readonly onClose: () => void;
}

/** Gives the role of an owner away: somebody else has it, and one does not have it any more. */
export function TransferDialog({ member, organisation, onClose }: TransferDialogProps) {
  const { tenant } = useSignedIn();
  const candidates = organisation.members.filter(({ id }) => id !== member.id);
  const form = useForm({
    of: null,
    values: () => ({ toId: '' }),
    send: async (values, { ask }) => {
      const chosen = candidates.find(({ id }) => id === values.toId);
      if (chosen === undefined) return;
      const input = { toMemberId: chosen.id, expectedVersion: chosen.version };
      await ask(TransferOwnershipDocument, { input });
      onClose();
    },
  });
  const { toId } = form.values;
  const to = candidates.find(({ id }) => id === toId);
  const kept = member.grants.filter((grant) => !isOwner([grant]));
  const owners = ownersOf(organisation).filter(({ id }) => id !== member.id && id !== toId).length + 1;

  return (
    <Confirm
      title={says.title(tenant.name)}
      verb={to === undefined ? says.transferOwnership : says.transfer(to.person.name)}
      form={form}
      onClose={onClose}
      disabled={to === undefined}
    >
      <PickField
        label="To"
        placeholder={says.placeholder}
        options={candidates.map(({ id, person }) => ({
          value: id,
          label: `${person.name}, ${person.email}`,
        }))}
        {...form.field('toId')}
      />
      <p>{says.theyWillBeAble}</p>
      <KeyValue
        facts={[
          { label: says.youGiveUp, value: 'Owner' },
          { label: says.youKeep, value: kept.map(describe).join(', ') || says.teamsOnly },
          {
            label: says.owners,
            value: to === undefined ? '–' : counted(owners, 'owner', 'owners', organisation.hasMore),
          },
          {
            label: 'Over',
            value: `${counted(organisation.members.length, 'member', 'members', organisation.hasMore)}, ${counted(organisation.projects.length, 'project', 'projects', organisation.areNamesAwaited)}`,
          },
        ]}
      />
    </Confirm>
  );
}
