import { DeleteTeamDocument, type TeamRowFragment } from '@/api/generated/members';
import { describe } from '@/features/members/grants';
import { counted } from '@/format/number';
import { Confirm, useConfirm } from '@/parts/form';

/** Says who loses what by it. */
export function DeleteTeam({
  team,
  onClose,
}: {
  readonly team: TeamRowFragment;
  readonly onClose: () => void;
}) {
  const { id, version } = team;
  const form = useConfirm(DeleteTeamDocument, { id, expectedVersion: version }, onClose);
  const people = team.members.edges.map(({ node }) => node.person.name);
  const held = team.grants.map(describe).join(', ');
  return (
    <Confirm
      title={`Delete the team ${team.name}?`}
      verb={`Delete ${team.name}`}
      form={form}
      onClose={onClose}
    >
      <p>
        {people.length === 0
          ? 'Nobody belongs to it.'
          : held === ''
            ? `${counted(people.length, 'person belongs', 'people belong')} to it and hold nothing through it.`
            : `${counted(people.length, 'person loses', 'people lose')} ${held}, unless they hold it by themselves: ${people.join(', ')}.`}
      </p>
      <p>Its members stay members of the organisation.</p>
    </Confirm>
  );
}
