import { atLeast, count, counted } from '@/format/number';
import { relative } from '@/format/time';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { Strip } from '@/parts/Strip';
import { BUILT_IN } from './grants';
import { ownersOf, type Organisation, type PendingInvitation } from './organisation';

export const FIGURE_LABELS = [
  'Members',
  'Pending invitations',
  'Owners',
  'Teams',
  'Custom roles',
  'Service accounts',
];

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** Who is in, who can do everything, and how it is arranged. */
export function MembersGlance({ organisation }: { readonly organisation: Organisation }) {
  const { members, hasMore, teams, roles, pending, hasMorePending, accounts, hasMoreAccounts, seats } =
    organisation;
  const now = useNow();
  const active = members.filter(
    ({ lastSeenAt }) => lastSeenAt !== null && now - Date.parse(lastSeenAt) < WEEK_MS,
  );
  const owners = ownersOf(organisation);
  const teamless = members.filter((member) => member.teams.length === 0);
  const unused = roles.filter(({ holders }) => holders === 0);
  return (
    <Strip
      figures={[
        {
          label: 'Members',
          value: count(members.length),
          ...(hasMore ? { unit: 'and more' } : seats === null ? {} : { unit: `of ${count(seats)} seats` }),
          context: [`${atLeast(active.length, hasMore)} active this week`],
        },
        {
          label: 'Pending invitations',
          value: atLeast(pending.length, hasMorePending),
          context: [<NextEnd key="end" pending={pending} />],
        },
        {
          label: 'Owners',
          value: atLeast(owners.length, hasMore),
          context: [
            owners.length === 1 && !hasMore ? (
              <Status tone="warn" icon="warn">
                the only one, who cannot leave
              </Status>
            ) : (
              'may do everything'
            ),
          ],
        },
        {
          label: 'Teams',
          value: count(teams.length),
          context: [
            teamless.length === 0
              ? hasMore
                ? `${count(members.length)} looked at are each in one`
                : 'everyone is in one'
              : `${counted(teamless.length, 'person', 'people')} in none`,
          ],
        },
        {
          label: 'Custom roles',
          value: count(roles.length),
          unit: `and ${BUILT_IN.length} built in`,
          context: [heldOf(roles.length, unused.length)],
        },
        {
          label: 'Service accounts',
          value: atLeast(accounts.length, hasMoreAccounts),
          context: ['their keys outlive a leaver'],
        },
      ]}
    />
  );
}

function heldOf(roles: number, unused: number): string {
  if (roles === 0) return 'none yet';
  return unused === 0 ? 'each is held' : `${count(unused)} held by nobody`;
}

/** Which of them ends first. */
function NextEnd({ pending }: { readonly pending: readonly PendingInvitation[] }) {
  const now = useNow();
  const next = pending.reduce<string | null>(
    (first, { expiresAt }) => (first === null || expiresAt < first ? expiresAt : first),
    null,
  );
  if (next === null) return 'each takes a seat';
  const words = `${pending.length === 1 ? 'it ends' : 'one ends'} ${relative(next, now)}`;
  return Date.parse(next) - now < DAY_MS ? (
    <Status tone="warn" icon="warn">
      {words}
    </Status>
  ) : (
    words
  );
}
