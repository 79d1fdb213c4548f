import { useClient } from 'urql';
import {
  MemberAsItIsDocument,
  SetMemberGrantsDocument,
  type MemberRowFragment,
} from '@/api/generated/members';
import { linesOf, type GrantLine } from '@/features/members/GrantFields';
import { grantsOf, same, toInput, withoutTwins } from '@/features/members/grants';
import { rolesBeside } from '@/features/members/lines';
import { setBelonging } from '@/features/members/teams/belonging';
import type { Organisation } from '@/features/members/organisation';
import { useForm } from '@/parts/form';
import { words } from './words';

const says = words.memberForm;

interface MemberValues {
  readonly lines: readonly GrantLine[];
  readonly teamIds: ReadonlySet<string>;
}

/** The roles and teams of a member as they are being edited. Roles are set first, all at once, then each team that changed. */
export function useMemberForm(member: MemberRowFragment, organisation: Organisation, onSet: () => void) {
  const client = useClient();
  const moved = (of: MemberRowFragment, teamIds: ReadonlySet<string>) =>
    organisation.teams.filter(({ id }) => of.teams.some((team) => team.id === id) !== teamIds.has(id));

  async function reload(): Promise<MemberRowFragment | null> {
    const asked = { id: member.id };
    const { data } = await client.query(MemberAsItIsDocument, asked, { requestPolicy: 'network-only' });
    return data?.node?.__typename === 'Member' ? data.node : null;
  }

  const form = useForm<MemberValues, MemberRowFragment>({
    of: member,
    values: (of) => ({
      lines: linesOf(grantsOf(of.grants)),
      teamIds: new Set(of.teams.map(({ id }) => id)),
    }),
    send: async ({ lines, teamIds }, { ask, refuse, of, keep }) => {
      if (!same(lines, grantsOf(of.grants))) {
        const input = { id: of.id, expectedVersion: of.version, grants: withoutTwins(lines).map(toInput) };
        const { setMemberGrants } = await ask(SetMemberGrantsDocument, { input }, says.setTheRoles);
        keep(setMemberGrants);
      }
      for (const { id, name } of moved(of, teamIds)) {
        const failure = await setBelonging(client, id, of.id, teamIds.has(id));
        if (failure === null) continue;
        const now = await reload();
        if (now !== null) keep(now);
        refuse(failure, says.changeTheTeam(name));
      }
      onSet();
    },
    reload,
    differences: (theirs, yours) => [rolesBeside(theirs.grants, yours.lines, organisation)],
  });
  const { lines, teamIds } = form.values;
  const isChanged = !same(lines, grantsOf(form.of.grants)) || moved(form.of, teamIds).length > 0;
  return { form, isReady: lines.every(({ role }) => role !== '') && isChanged };
}
