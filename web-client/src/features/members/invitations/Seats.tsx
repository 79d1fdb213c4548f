import type { Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import { Status } from '@/parts/Status';
import { words } from './words';

const says = words.seats;

/** Members and pending invitations take a seat each. */
export function Seats({
  organisation,
  more,
}: {
  readonly organisation: Organisation;
  readonly more: number;
}) {
  const { members, pending, hasMore, hasMorePending, seats } = organisation;
  if (hasMore || hasMorePending) return null;
  const taken = members.length + pending.length + more;
  const isFull = seats !== null && taken > seats;
  return (
    <p className="f12 t2">
      <Status tone={isFull ? 'warn' : 'idle'} icon={isFull ? 'warn' : 'users'}>
        {seats === null ? counted(taken, 'seat', 'seats') : says.of(taken, seats)}
        {more > 0 && says.with(more === 1 ? says.thisOne : says.these(more))}:{' '}
        {counted(members.length, 'member', 'members')}, {pending.length} pending.
      </Status>
    </p>
  );
}
