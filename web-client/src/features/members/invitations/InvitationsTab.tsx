import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { InvitationsDocument, type InvitationRowFragment } from '@/api/generated/members';
import { linesOf } from '@/features/members/GrantFields';
import { grantsOf } from '@/features/members/grants';
import { holdsAllOf, type Organisation } from '@/features/members/organisation';
import { Icon } from '@/parts/Icon';
import { ListTable, useFilter, useList } from '@/parts/list-page';
import { stateWord } from '@/parts/State';
import { Empty } from '@/parts/states';
import { columnsOf } from './invitation-columns';
import { InviteDialog } from './InviteDialog';
import { ResendInvitation } from './ResendInvitation';
import { RevokeInvitation } from './RevokeInvitation';
import { words } from './words';

const says = words.invitationsTab;

const PAGE_SIZE = 100;

interface InvitationsTabProps {
  readonly organisation: Organisation | undefined;
  readonly onInvite: () => void;
}

const STATES = ['PENDING', 'ACCEPTED', 'EXPIRED', 'REVOKED'] as const;

/** Who was asked to join, with what, and what became of it. */
export function InvitationsTab({ organisation, onInvite }: InvitationsTabProps) {
  const state = useFilter({
    param: 'invited',
    label: 'State',
    values: STATES,
    word: stateWord,
    of: ({ status }: InvitationRowFragment) => status,
  });
  // The platform picks out one state at a time; of several, the page does.
  const isAsked = state.chosen.length === 1;
  const list = useList({
    query: InvitationsDocument,
    variables: { status: (isAsked ? state.chosen[0] : null) ?? null },
    pageSize: PAGE_SIZE,
    rows: ({ tenant }) => tenant.invitations,
  });
  const [revoking, setRevoking] = useState<InvitationRowFragment | null>(null);
  const [again, setAgain] = useState<InvitationRowFragment | null>(null);
  const [resending, setResending] = useState<InvitationRowFragment | null>(null);
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
  return (
    <>
      <ListTable
        label="Invitations"
        noun={['invitation', 'invitations']}
        list={list}
        columns={columns}
        filters={[{ ...state, asked: isAsked }]}
        prefix="invitations-"
        height="tall"
        placeholder={says.placeholder}
        csv="keelson-invitations"
        empty={
          <Empty title={says.title}>
            <p>{says.whoeverAcceptsAnInvitation}</p>
            {mayWrite && (
              <Button leftSection={<Icon name="plus" size={14} />} onClick={onInvite}>
                {says.invitePeople}
              </Button>
            )}
          </Empty>
        }
      />
      {resending !== null && <ResendInvitation invitation={resending} onClose={() => setResending(null)} />}
      {revoking !== null && <RevokeInvitation invitation={revoking} onClose={() => setRevoking(null)} />}
      {again !== null && organisation !== undefined && (
        <InviteDialog
          organisation={organisation}
          first={{
            addresses: again.email,
            lines: linesOf(grantsOf(again.grants)).map((line) => ({ ...line, held: false })),
            teamIds: new Set(again.teams.map(({ id }) => id)),
            days: '7',
          }}
          onClose={() => setAgain(null)}
        />
      )}
    </>
  );
}
