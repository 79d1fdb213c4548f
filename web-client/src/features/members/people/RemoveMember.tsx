import { Link } from 'react-router';
import { RemoveMemberDocument, type MemberRowFragment } from '@/api/generated/members';
import { describe } from '@/features/members/grants';
import type { Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import { Confirm, useConfirm } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { words } from './words';

const says = words.removeMember;

interface RemoveMemberProps {
  readonly member: MemberRowFragment;
  readonly organisation: Organisation;
  readonly onClose: () => void;
}

/** Says what a person loses, and what goes on without them. */
export function RemoveMember({ member, organisation, onClose }: RemoveMemberProps) {
  const { id, version, person, grants, teams, lastSeenAt } = member;
  const form = useConfirm(RemoveMemberDocument, { id, expectedVersion: version }, onClose);
  const left = organisation.members.length - 1;
  return (
    <Confirm title={says.title(person.name)} verb={says.verb(person.name)} form={form} onClose={onClose}>
      <p>{says.withinTwoSecondsSees(person.name)}</p>
      <p>{says.keysOfServiceAccounts}</p>
      <KeyValue
        facts={[
          {
            label: says.rolesEnd(grants.length),
            value: grants.map(describe).join(', ') || says.noneOfTheirOwn,
          },
          {
            label: says.teamsAreLeft(teams.length),
            value: teams.map(({ name }) => name).join(', ') || says.inNone,
          },
          { label: says.lastActive, value: lastSeenAt === null ? 'never' : <When at={lastSeenAt} /> },
          {
            label: says.membersLeft,
            value: organisation.hasMore ? says.moreThan100 : counted(left, 'member', 'members'),
          },
          {
            label: says.keysToRotate,
            value: (
              <Link to={paths.keys('left')} data-link>
                {says.thoseLeftBehind}
              </Link>
            ),
          },
        ]}
      />
    </Confirm>
  );
}
