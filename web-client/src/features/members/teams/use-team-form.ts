import { useState } from 'react';
import { useClient } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import {
  CreateTeamDocument,
  SetTeamGrantsDocument,
  SetTeamMembersDocument,
  TeamAsItIsDocument,
  UpdateTeamDocument,
  type TeamRowFragment,
} from '@/api/generated/members';
import { useOnce } from '@/api/use-once';
import { linesOf, type GrantLine } from '@/features/members/GrantFields';
import { grantsOf, same, toInput, withoutTwins } from '@/features/members/grants';

export interface TeamValues {
  readonly name: string;
  readonly description: string;
  readonly lines: readonly GrantLine[];
  readonly memberIds: ReadonlySet<string>;
}

interface Refused {
  readonly what: string;
  readonly failure: Failure;
}

/** An answer of the platform, as far as the form wants it. */
type Outcome = TeamRowFragment | { readonly failure: Failure };

/**
 * A team as it is being edited. Its name, its roles and its members are changes of their own: only what differs is sent,
 * each with the version that the one before left.
 */
export function useTeamForm(team: TeamRowFragment | null, onSet: () => void) {
  const client = useClient();
  const once = useOnce();
  const [shown, setShown] = useState(team);
  const [values, setValues] = useState(() => valuesOf(team));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [theirs, setTheirs] = useState<TeamRowFragment | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [sending, setSending] = useState(false);

  const text = { name: values.name.trim(), description: values.description.trim() };
  const before = valuesOf(shown);
  const isNamed = text.name !== before.name || text.description !== before.description;
  const isGranted = !same(values.lines, before.lines);
  const isFilled =
    values.memberIds.size !== before.memberIds.size ||
    [...values.memberIds].some((id) => !before.memberIds.has(id));

  async function send() {
    if (sending) return;
    if (text.name === '') {
      setErrors({ name: 'A team needs a name' });
      return;
    }
    setSending(true);
    setErrors({});
    setRefused(null);
    const isDone = shown === null ? await take('create the team', create()) : await sendChanges(shown);
    setSending(false);
    if (isDone) onSet();
  }

  async function sendChanges(current: TeamRowFragment): Promise<boolean> {
    let { version } = current;
    const changes: readonly (readonly [wanted: boolean, what: string, change: () => Promise<Outcome>])[] = [
      [isNamed, 'rename the team', () => rename(current.id, version)],
      [isGranted, 'set the roles', () => grant(current.id, version)],
      [isFilled, 'set the members', () => fill(current.id, version)],
    ];
    for (const [wanted, what, change] of changes) {
      if (!wanted) continue;
      const outcome = await change();
      if (!(await take(what, Promise.resolve(outcome)))) return false;
      if ('version' in outcome) version = outcome.version;
    }
    return true;
  }

  /** Keeps what became of a change; true when it was made. */
  async function take(what: string, change: Promise<Outcome>): Promise<boolean> {
    const outcome = await change;
    if (!('failure' in outcome)) {
      setShown(outcome);
      setTheirs(null);
      return true;
    }
    const { failure } = outcome;
    const other = failure.code === 'CONFLICT' && shown !== null ? await asItIs(shown.id) : null;
    if (other !== null && other.version !== shown?.version) {
      setShown(other);
      setTheirs(other);
      return false;
    }
    setErrors(failure.fields);
    setRefused({ what: `Could not ${what}`, failure });
    return false;
  }

  async function create(): Promise<Outcome> {
    const input = {
      name: text.name,
      description: text.description === '' ? null : text.description,
      memberIds: [...values.memberIds],
      grants: withoutTwins(values.lines).map(toInput),
    };
    const answer = await once(CreateTeamDocument, { input });
    return answer.data?.createTeam ?? refusedBy(answer.error);
  }

  async function rename(id: string, expectedVersion: number): Promise<Outcome> {
    const input = { id, expectedVersion, name: text.name, description: text.description };
    const answer = await once(UpdateTeamDocument, { input });
    return answer.data?.updateTeam ?? refusedBy(answer.error);
  }

  async function grant(id: string, expectedVersion: number): Promise<Outcome> {
    const input = { id, expectedVersion, grants: withoutTwins(values.lines).map(toInput) };
    const answer = await once(SetTeamGrantsDocument, { input });
    return answer.data?.setTeamGrants ?? refusedBy(answer.error);
  }

  async function fill(id: string, expectedVersion: number): Promise<Outcome> {
    const input = { id, expectedVersion, memberIds: [...values.memberIds] };
    const answer = await once(SetTeamMembersDocument, { input });
    return answer.data?.setTeamMembers ?? refusedBy(answer.error);
  }

  async function asItIs(id: string): Promise<TeamRowFragment | null> {
    const { data } = await client
      .query(TeamAsItIsDocument, { id }, { requestPolicy: 'network-only' })
      .toPromise();
    return data?.node?.__typename === 'Team' ? data.node : null;
  }

  return {
    values,
    set: (change: Partial<TeamValues>) => {
      setValues({ ...values, ...change });
      setErrors({});
      setRefused(null);
    },
    errors,
    theirs,
    refused,
    sending,
    isReady:
      values.lines.every(({ role }) => role !== '') && (shown === null || isNamed || isGranted || isFilled),
    send,
  };
}

function valuesOf(team: TeamRowFragment | null): TeamValues {
  return {
    name: team?.name ?? '',
    description: team?.description ?? '',
    lines: linesOf(grantsOf(team?.grants ?? [])),
    memberIds: new Set(team?.members.edges.map(({ node }) => node.id)),
  };
}

function refusedBy(error: Parameters<typeof toFailure>[0] | undefined): { readonly failure: Failure } {
  return { failure: error === undefined ? NO_ANSWER : toFailure(error) };
}

const NO_ANSWER: Failure = {
  code: 'INTERNAL',
  message: 'The platform answered without data.',
  fields: {},
  requestId: null,
};
