import type { InvitationRowFragment } from '@/api/generated/members';
import { describe } from '@/features/members/grants';
import { relative } from '@/format/time';
import { DAY_MS } from '@/format/units';
import type { Column } from '@/parts/data-table';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { menuColumn, textColumn } from '@/parts/table-columns';
import { TwoLines } from '@/parts/TwoLines';
import { When } from '@/parts/When';
import { words } from './words';

const says = words.invitationColumns;

interface InvitationActions {
  /** Who sends one again promises what it gives. */
  readonly mayResend: (invitation: InvitationRowFragment) => boolean;
  readonly onResend: (invitation: InvitationRowFragment) => void;
  readonly onRevoke: (invitation: InvitationRowFragment) => void;
  /** For one that is over. */
  readonly onAgain: (invitation: InvitationRowFragment) => void;
}

/** @param actions null: the person may look only */
export function columnsOf(actions: InvitationActions | null): Column<InvitationRowFragment>[] {
  const columns: Column<InvitationRowFragment>[] = [
    {
      id: 'email',
      header: 'E-mail',
      name: true,
      width: 248,
      value: ({ email }) => email,
      cell: ({ email, createdBy, createdAt }) => (
        <TwoLines
          under={
            <>
              by {createdBy.label}, <When at={createdAt} />
            </>
          }
        >
          <span className="cut" title={email}>
            {email}
          </span>
        </TwoLines>
      ),
    },
    textColumn('holds', says.willHold, holdsOf),
    {
      id: 'ends',
      header: 'Ends',
      width: 152,
      value: ({ expiresAt }) => expiresAt,
      cell: (invitation) => <Ends of={invitation} />,
    },
  ];
  if (actions === null) return columns;
  const { mayResend, onResend, onRevoke, onAgain } = actions;
  return [
    ...columns,
    menuColumn(
      ({ email }) => says.theInvitation(email),
      (invitation) => {
        const isPending = invitation.status === 'PENDING';
        return [
          isPending && mayResend(invitation) && { label: says.sendAgain, run: () => onResend(invitation) },
          isPending && { label: 'Revoke…', danger: true, run: () => onRevoke(invitation) },
          !isPending &&
            invitation.status !== 'ACCEPTED' && {
              label: says.inviteAgain,
              run: () => onAgain(invitation),
            },
        ];
      },
    ),
  ];
}

function holdsOf({ grants, teams }: InvitationRowFragment): string {
  const words = [...grants.map(describe), ...teams.map(({ name }) => says.team(name))];
  return words.join(', ') || 'nothing';
}

function Ends({ of: { status, expiresAt } }: { readonly of: InvitationRowFragment }) {
  const now = useNow();
  switch (status) {
    case 'ACCEPTED':
      return (
        <Status tone="ok" icon="ok">
          Accepted
        </Status>
      );
    case 'REVOKED':
      return (
        <Status tone="idle" icon="slash">
          Revoked
        </Status>
      );
    case 'EXPIRED':
      return (
        <Status tone="idle" icon="clock">
          <span>
            Expired <When at={expiresAt} />
          </span>
        </Status>
      );
    case 'PENDING': {
      const isSoon = Date.parse(expiresAt) - now < DAY_MS;
      return (
        <Status tone={isSoon ? 'warn' : 'wait'} icon={isSoon ? 'warn' : 'clock'}>
          <span title={expiresAt}>{relative(expiresAt, now)}</span>
        </Status>
      );
    }
  }
}
