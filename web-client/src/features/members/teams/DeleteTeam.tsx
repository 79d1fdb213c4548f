import { DeleteTeamDocument, type TeamRowFragment } from '@/api/generated/members';
import { describe } from '@/features/members/grants';
import { Confirm, useConfirm } from '@/parts/form';
import { words } from './words';

const says = words.deleteTeam;

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
    <Confirm title={says.title(team.name)} verb={says.verb(team.name)} form={form} onClose={onClose}>
      <p>
        {people.length === 0
          ? says.nobodyBelongs
          : held === ''
            ? says.andHold(people.length)
            : says.unlessTheyHold(people.length, held, people.join(', '))}
      </p>
      <p>{says.membersStayMembers}</p>
    </Confirm>
  );
}
