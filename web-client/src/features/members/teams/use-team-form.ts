import { useClient } from 'urql';
import {
  CreateTeamDocument,
  SetTeamGrantsDocument,
  SetTeamMembersDocument,
  TeamAsItIsDocument,
  UpdateTeamDocument,
  type TeamRowFragment,
} from '@/api/generated/members';
import { linesOf, type GrantLine } from '@/features/members/GrantFields';
import { grantsOf, same, toInput, withoutTwins } from '@/features/members/grants';
import { rolesBeside } from '@/features/members/lines';
import type { Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import { missing, useForm, type Difference, type Sending } from '@/parts/form';
import { words } from './words';

const says = words.teamForm;

export interface TeamValues {
  readonly name: string;
  readonly description: string;
  readonly lines: readonly GrantLine[];
  readonly memberIds: ReadonlySet<string>;
}

type By = Sending<TeamValues, TeamRowFragment | null>;

/** A team as it is being edited. Its name, its roles and its members are changes of their own: only what differs is sent. */
export function useTeamForm(team: TeamRowFragment | null, organisation: Organisation, onSet: () => void) {
  const client = useClient();
  const form = useForm<TeamValues, TeamRowFragment | null>({
    of: team,
    values: valuesOf,
    check: (values) => missing(values, { name: says.name }),
    send: async (values, by) => {
      await (by.of === null ? create(values, by) : sendChanges(values, by.of, by));
      onSet();
    },
    reload: async () => {
      if (team === null) return null;
      const asked = { id: team.id };
      const { data } = await client.query(TeamAsItIsDocument, asked, { requestPolicy: 'network-only' });
      return data?.node?.__typename === 'Team' ? data.node : null;
    },
    differences: (theirs, yours) => differences(theirs, yours, organisation),
  });
  const { isNamed, isGranted, isFilled } = changesOf(form.values, form.of);
  const isChanged = team === null || isNamed || isGranted || isFilled;
  return { form, isReady: form.values.lines.every(({ role }) => role !== '') && isChanged };
}

function valuesOf(team: TeamRowFragment | null): TeamValues {
  return {
    name: team?.name ?? '',
    description: team?.description ?? '',
    lines: linesOf(grantsOf(team?.grants ?? [])),
    memberIds: new Set(team?.members.edges.map(({ node }) => node.id)),
  };
}

function changesOf({ name, description, lines, memberIds }: TeamValues, team: TeamRowFragment | null) {
  const before = valuesOf(team);
  return {
    isNamed: name.trim() !== before.name || description.trim() !== before.description,
    isGranted: !same(lines, before.lines),
    isFilled:
      memberIds.size !== before.memberIds.size || [...memberIds].some((id) => !before.memberIds.has(id)),
  };
}

async function create({ name, description, lines, memberIds }: TeamValues, { ask }: By) {
  const text = description.trim();
  const input = {
    name: name.trim(),
    description: text === '' ? null : text,
    memberIds: [...memberIds],
    grants: withoutTwins(lines).map(toInput),
  };
  await ask(CreateTeamDocument, { input }, says.createTheTeam);
}

/** Each with the version that the one before left. */
async function sendChanges(values: TeamValues, team: TeamRowFragment, { ask, keep }: By) {
  const { isNamed, isGranted, isFilled } = changesOf(values, team);
  const { id } = team;
  let { version } = team;
  function take(changed: TeamRowFragment) {
    version = changed.version;
    keep(changed);
  }
  if (isNamed) {
    const named = { name: values.name.trim(), description: values.description.trim() };
    const input = { id, expectedVersion: version, ...named };
    take((await ask(UpdateTeamDocument, { input }, says.renameTheTeam)).updateTeam);
  }
  if (isGranted) {
    const input = { id, expectedVersion: version, grants: withoutTwins(values.lines).map(toInput) };
    take((await ask(SetTeamGrantsDocument, { input }, says.setTheRoles)).setTeamGrants);
  }
  if (isFilled) {
    const input = { id, expectedVersion: version, memberIds: [...values.memberIds] };
    take((await ask(SetTeamMembersDocument, { input }, says.setTheMembers)).setTeamMembers);
  }
}

function differences(
  theirs: TeamRowFragment,
  { name, lines, memberIds }: TeamValues,
  organisation: Organisation,
): Difference[] {
  const people = (size: number, more = false) => counted(size, 'member', 'members', more);
  const { edges, pageInfo } = theirs.members;
  return [
    { label: 'Name', theirs: theirs.name, yours: name },
    rolesBeside(theirs.grants, lines, organisation),
    { label: 'Members', theirs: people(edges.length, pageInfo.hasNextPage), yours: people(memberIds.size) },
  ];
}
