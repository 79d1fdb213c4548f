import { Button } from '@mantine/core';
import type { InvitationRowFragment } from '@/api/generated/members';
import { describe } from '@/features/members/grants';
import styles from '@/features/members/members.module.css';
import { relative } from '@/format/time';
import type { Column } from '@/parts/data-table';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';

const DAY_MS = 86_400_000;

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
        <span className={styles.lines}>
          <span className="cut" title={email}>
            {email}
          </span>
          <span className={`cut ${styles.under ?? ''}`}>
            by {createdBy.label}, <When at={createdAt} />
          </span>
        </span>
      ),
    },
    {
      id: 'holds',
      header: 'Will hold',
      p2: true,
      value: holdsOf,
      cell: (invitation) => (
        <span className="cut" title={holdsOf(invitation)}>
          {holdsOf(invitation)}
        </span>
      ),
    },
    {
      id: 'ends',
      header: 'Ends',
      width: 152,
      value: ({ expiresAt }) => expiresAt,
      cell: (invitation) => <Ends of={invitation} />,
    },
  ];
  if (actions !== null) {
    columns.push({
      id: 'actions',
      header: 'Actions',
      figures: true,
      actions: true,
      p2: true,
      width: 184,
      value: () => null,
      cell: (invitation) => <Actions of={invitation} {...actions} />,
    });
  }
  return columns;
}

function holdsOf({ grants, teams }: InvitationRowFragment): string {
  const words = [...grants.map(describe), ...teams.map(({ name }) => `team ${name}`)];
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

function Actions({
  of: invitation,
  mayResend,
  onResend,
  onRevoke,
  onAgain,
}: InvitationActions & { readonly of: InvitationRowFragment }) {
  const { email, status } = invitation;
  if (status === 'ACCEPTED') return null;
  if (status !== 'PENDING') {
    return (
      <Button variant="subtle" aria-label={`Invite again: ${email}`} onClick={() => onAgain(invitation)}>
        Invite again
      </Button>
    );
  }
  return (
    <>
      {mayResend(invitation) && (
        <Button
          variant="subtle"
          aria-label={`Send again, the invitation of ${email}`}
          onClick={() => onResend(invitation)}
        >
          Send again
        </Button>
      )}
      <Button
        variant="subtle"
        aria-label={`Revoke the invitation of ${email}`}
        onClick={() => onRevoke(invitation)}
      >
        Revoke
      </Button>
    </>
  );
}
