import { Button } from '@mantine/core';
import { useState } from 'react';
import { toFailure } from '@/api/failure';
import { MembersDocument } from '@/api/generated/members';
import { holds } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { usePages } from '@/api/use-pages';
import { atLeast } from '@/format/number';
import { Columns, Stack } from '@/parts/Columns';
import { Icon } from '@/parts/Icon';
import { ListFailed } from '@/parts/ListFailed';
import { PageHead } from '@/parts/PageHead';
import { StripSkeleton } from '@/parts/Strip';
import { Tabs, useTab, type Tab } from '@/parts/Tabs';
import { useAsked } from '@/parts/use-asked';
import { useParam } from '@/parts/use-param';
import { AccountDialog } from './accounts/AccountDialog';
import { AccountsTab } from './accounts/AccountsTab';
import { FIGURE_LABELS, MembersGlance } from './MembersGlance';
import { BUILT_IN } from './grants';
import { InvitationsTab } from './invitations/InvitationsTab';
import { InviteDialog } from './invitations/InviteDialog';
import { useOrganisation, type Organisation } from './organisation';
import { PeopleTab } from './people/PeopleTab';
import { RoleDrawer } from './roles/RoleDrawer';
import { RolesTab } from './roles/RolesTab';
import { NEW_ROLE } from './roles/role';
import { TeamDialog } from './teams/TeamDialog';
import { TeamsTab } from './teams/TeamsTab';
import { words } from './words';

const says = words.membersPage;

/** Few organisations have more members: then all of them are here, and every figure is whole. */
const PAGE_SIZE = 100;

/** Who belongs to the organisation, in which teams, and what each may do where. */
export function MembersPage() {
  const { tenant } = useSignedIn();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = usePages({
    query: MembersDocument,
    variables: { first: PAGE_SIZE, after },
  });
  const organisation = useOrganisation(data);
  const tabs = tabsOf(organisation);
  const tab = useTab(tabs);
  const [roleId, openRole] = useParam('role');
  const [makingTeam, setMakingTeam] = useState(false);
  const [makingAccount, setMakingAccount] = useState(false);
  const [inviting, setInviting] = useAsked('invite');
  const failure = error === undefined ? null : toFailure(error);
  const members = data?.tenant.members;
  const again = () => ask({ requestPolicy: 'network-only' });
  const more =
    members?.pageInfo.hasNextPage === true
      ? { load: () => setAfter(members.pageInfo.endCursor), loading: fetching }
      : null;

  return (
    <>
      <PageHead
        title="Members"
        meta={<span>{tenant.name}</span>}
        actions={
          organisation?.mayWrite === true && (
            <>
              <Button variant="default" onClick={() => openRole(NEW_ROLE)}>
                {says.newRole}
              </Button>
              <Button variant="default" onClick={() => setMakingTeam(true)}>
                {says.newTeam}
              </Button>
              {tab === 'accounts' && (
                <Button variant="default" onClick={() => setMakingAccount(true)}>
                  {says.newServiceAccount}
                </Button>
              )}
              <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setInviting(true)}>
                {says.invitePeople}
              </Button>
            </>
          )
        }
      />
      {failure !== null && (
        <ListFailed what="members" begun={organisation !== undefined} failure={failure} onRetry={again} />
      )}
      {(organisation !== undefined || failure === null) && (
        <>
          {organisation === undefined ? (
            <StripSkeleton labels={FIGURE_LABELS} />
          ) : (
            <MembersGlance organisation={organisation} />
          )}
          <Tabs label="Members" tabs={tabs} />
          <Beside drawer={organisation !== undefined && roleId !== ''}>
            <Stack>
              {tab === 'people' && <PeopleTab organisation={organisation} more={more} />}
              {tab === 'teams' && <TeamsTab organisation={organisation} onNew={() => setMakingTeam(true)} />}
              {tab === 'accounts' && (
                <AccountsTab organisation={organisation} onNew={() => setMakingAccount(true)} />
              )}
              {tab === 'invitations' && (
                <InvitationsTab organisation={organisation} onInvite={() => setInviting(true)} />
              )}
              {tab === 'roles' && <RolesTab organisation={organisation} open={roleId} onOpen={openRole} />}
            </Stack>
            {organisation !== undefined && roleId !== '' && (
              <RoleDrawer
                key={roleId}
                organisation={organisation}
                roleId={roleId}
                onClose={() => openRole('')}
              />
            )}
          </Beside>
        </>
      )}
      {inviting && organisation?.mayWrite === true && (
        <InviteDialog organisation={organisation} onClose={() => setInviting(false)} />
      )}
      {makingAccount && organisation !== undefined && (
        <AccountDialog
          account={null}
          organisation={organisation}
          withKeys={holds(organisation.mine, 'KEY_WRITE')}
          onClose={() => setMakingAccount(false)}
        />
      )}
      {makingTeam && organisation !== undefined && (
        <TeamDialog team={null} organisation={organisation} onClose={() => setMakingTeam(false)} />
      )}
    </>
  );
}

function Beside({ drawer, children }: { readonly drawer: boolean; readonly children: React.ReactNode }) {
  return drawer ? <Columns aside={364}>{children}</Columns> : children;
}

function tabsOf(organisation: Organisation | undefined): readonly Tab[] {
  const counts =
    organisation === undefined
      ? undefined
      : {
          people: atLeast(organisation.members.length, organisation.hasMore),
          teams: organisation.teams.length,
          roles: organisation.roles.length + BUILT_IN.length,
          accounts: atLeast(organisation.accounts.length, organisation.hasMoreAccounts),
          invitations: atLeast(organisation.pending.length, organisation.hasMorePending),
        };
  return [
    { key: 'people', label: 'People', ...(counts === undefined ? {} : { count: counts.people }) },
    { key: 'teams', label: 'Teams', ...(counts === undefined ? {} : { count: counts.teams }) },
    { key: 'roles', label: 'Roles', ...(counts === undefined ? {} : { count: counts.roles }) },
    {
      key: 'accounts',
      label: says.serviceAccounts,
      ...(counts === undefined ? {} : { count: counts.accounts }),
    },
    {
      key: 'invitations',
      label: 'Invitations',
      ...(counts === undefined ? {} : { count: counts.invitations }),
    },
  ];
}
