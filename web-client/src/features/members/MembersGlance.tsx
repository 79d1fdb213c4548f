import { atLeast, count, ofLoaded } from '@/format/number';
import { relative } from '@/format/time';
import { DAY_MS, WEEK_MS } from '@/format/units';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { Strip } from '@/parts/Strip';
import { BUILT_IN } from './grants';
import { ownersOf, type Organisation, type PendingInvitation } from './organisation';
import { words } from './words';

const says = words.membersGlance;

export const FIGURE_LABELS = [
  'Members',
  says.pendingInvitations,
  'Owners',
  'Teams',
  says.customRoles,
  says.serviceAccounts,
];

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
          value: atLeast(members.length, hasMore),
          ...(seats === null ? {} : { unit: says.ofSeats(seats) }),
          context: [says.activeThisWeek(atLeast(active.length, hasMore))],
        },
        {
          label: says.pendingInvitations,
          value: atLeast(pending.length, hasMorePending),
          context: [<NextEnd key="end" pending={pending} isAll={!hasMorePending} />],
        },
        {
          label: 'Owners',
          value: atLeast(owners.length, hasMore),
          context: [
            owners.length === 1 && !hasMore ? (
              <Status tone="warn" icon="warn">
                {says.onlyOneWho}
              </Status>
            ) : (
              says.mayDoEverything
            ),
          ],
        },
        {
          label: 'Teams',
          value: count(teams.length),
          context: [
            teamless.length === 0
              ? ofLoaded(says.everyoneIsInOne, members.length, !hasMore)
              : says.inNone(teamless.length, !hasMore),
          ],
        },
        {
          label: says.customRoles,
          value: count(roles.length),
          unit: says.builtIn(BUILT_IN.length),
          context: [heldOf(roles.length, unused.length)],
        },
        {
          label: says.serviceAccounts,
          value: atLeast(accounts.length, hasMoreAccounts),
          context: [says.keysOutlive],
        },
      ]}
    />
  );
}

function heldOf(roles: number, unused: number): string {
  if (roles === 0) return says.noneYet;
  return unused === 0 ? says.eachIsHeld : says.heldByNobody(unused);
}

interface NextEndProps {
  /** The newest first, so that of a list that goes on the oldest are not among them. */
  readonly pending: readonly PendingInvitation[];
  readonly isAll: boolean;
}

/** Which of them ends first. */
function NextEnd({ pending, isAll }: NextEndProps) {
  const now = useNow();
  const next = pending.reduce<string | null>(
    (first, { expiresAt }) => (first === null || expiresAt < first ? expiresAt : first),
    null,
  );
  if (next === null) return says.eachTakesASeat;
  const ends = `${pending.length === 1 && isAll ? says.itEnds : says.oneEnds} ${relative(next, now)}`;
  const said = ofLoaded(ends, pending.length, isAll);
  return Date.parse(next) - now < DAY_MS ? (
    <Status tone="warn" icon="warn">
      {said}
    </Status>
  ) : (
    said
  );
}
