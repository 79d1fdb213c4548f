import { Link } from 'react-router';
import { RemoveMemberDocument, type MemberRowFragment } from '@/api/generated/members';
import { describe } from '@/features/members/grants';
import type { Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import { Confirm, useConfirm } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { When } from '@/parts/When';
import { paths } from '@/paths';

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
    <Confirm title={`Remove ${person.name}?`} verb={`Remove ${person.name}`} form={form} onClose={onClose}>
      <p>
        Within two seconds {person.name} sees nothing here any more: their pages, sockets and links close, and
        the API keys that they made for themselves are revoked. Jobs go on; runs, versions and comments stay
        under their name.
      </p>
      <p>
        Keys of service accounts that they made go on for the accounts&rsquo; work, and hand out no rights any
        more. They may know the secrets: rotate those keys afterwards.
      </p>
      <KeyValue
        facts={[
          {
            label: counted(grants.length, 'role ends', 'roles end'),
            value: grants.map(describe).join(', ') || 'none of their own',
          },
          {
            label: counted(teams.length, 'team is left', 'teams are left'),
            value: teams.map(({ name }) => name).join(', ') || 'in none',
          },
          { label: 'Last active', value: lastSeenAt === null ? 'never' : <When at={lastSeenAt} /> },
          {
            label: 'Members left',
            value: organisation.hasMore ? 'more than 100' : counted(left, 'member', 'members'),
          },
          {
            label: 'Keys to rotate',
            value: (
              <Link to={paths.keys('left')} data-link>
                Those left behind
              </Link>
            ),
          },
        ]}
      />
    </Confirm>
  );
}
