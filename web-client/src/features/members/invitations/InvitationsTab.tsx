import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { toFailure } from '@/api/failure';
import { InvitationsDocument, type InvitationRowFragment } from '@/api/generated/members';
import { usePages } from '@/api/use-pages';
import { linesOf } from '@/features/members/GrantFields';
import { grantsOf } from '@/features/members/grants';
import { holdsAllOf, type Organisation } from '@/features/members/organisation';
import { DataTable } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { ListFailed } from '@/parts/ListFailed';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Chip } from '@/parts/Filter';
import { useAsked } from '@/parts/use-asked';
import { columnsOf } from './invitation-columns';
import { InviteDialog } from './InviteDialog';
import { ResendInvitation } from './ResendInvitation';
import { RevokeInvitation } from './RevokeInvitation';

const PAGE_SIZE = 100;

interface InvitationsTabProps {
  readonly organisation: Organisation | undefined;
  readonly onInvite: () => void;
}

/** Who was asked to join, with what, and what became of it. */
export function InvitationsTab({ organisation, onInvite }: InvitationsTabProps) {
  const [pendingOnly, setPendingOnly] = useAsked('pending');
  // A place in the list belongs to one filter.
  const [place, setPlace] = useState<{ readonly pendingOnly: boolean; readonly after: string | null }>({
    pendingOnly,
    after: null,
  });
  const [{ data, error, fetching }, ask] = usePages({
    query: InvitationsDocument,
    variables: {
      first: PAGE_SIZE,
      after: place.pendingOnly === pendingOnly ? place.after : null,
      status: pendingOnly ? 'PENDING' : null,
    },
  });
  const [revoking, setRevoking] = useState<InvitationRowFragment | null>(null);
  const [again, setAgain] = useState<InvitationRowFragment | null>(null);
  const [resending, setResending] = useState<InvitationRowFragment | null>(null);
  const failure = error === undefined ? null : toFailure(error);
  const invitations = data?.tenant.invitations;
  const rows = useMemo(() => invitations?.edges.map(({ node }) => node), [invitations]);
  const mayWrite = organisation?.mayWrite === true;
  const columns = useMemo(
    () =>
      columnsOf(
        organisation?.mayWrite === true
          ? {
              mayResend: (invitation) => holdsAllOf(organisation, invitation),
              onResend: setResending,
              onRevoke: setRevoking,
              onAgain: setAgain,
            }
          : null,
      ),
    [organisation],
  );
  const refresh = () => ask({ requestPolicy: 'network-only' });

  return (
    <>
      {failure !== null && (
        <ListFailed what="invitations" begun={rows !== undefined} failure={failure} onRetry={refresh} />
      )}
      {(rows !== undefined || failure === null) && (
        <DataTable
          label="Invitations"
          noun={['invitation', 'invitations']}
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          prefix="invitations-"
          height="tall"
          placeholder="Address or role"
          csv="keelson-invitations"
          tools={
            <Chip label="Pending only" pressed={pendingOnly} onClick={() => setPendingOnly(!pendingOnly)} />
          }
          more={
            invitations?.pageInfo.hasNextPage === true
              ? {
                  load: () => setPlace({ pendingOnly, after: invitations.pageInfo.endCursor }),
                  loading: fetching,
                }
              : null
          }
          empty={
            <Panel>
              {!pendingOnly ? (
                <Empty title="Nobody was invited yet">
                  <p>Whoever accepts an invitation belongs to the organisation, with what it gives them.</p>
                  {mayWrite && (
                    <Button leftSection={<Icon name="plus" size={14} />} onClick={onInvite}>
                      Invite people
                    </Button>
                  )}
                </Empty>
              ) : (
                <Empty title="No invitation is pending">
                  <Button variant="default" onClick={() => setPendingOnly(false)}>
                    Show all
                  </Button>
                </Empty>
              )}
            </Panel>
          }
        />
      )}
      {resending !== null && <ResendInvitation invitation={resending} onClose={() => setResending(null)} />}
      {revoking !== null && <RevokeInvitation invitation={revoking} onClose={() => setRevoking(null)} />}
      {again !== null && organisation !== undefined && (
        <InviteDialog
          organisation={organisation}
          first={{
            addresses: again.email,
            lines: linesOf(grantsOf(again.grants)).map((line) => ({ ...line, held: false })),
            teamIds: new Set(again.teams.map(({ id }) => id)),
            days: 7,
          }}
          onClose={() => setAgain(null)}
        />
      )}
    </>
  );
}
