import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import {
  MemberAsItIsDocument,
  SetMemberGrantsDocument,
  type MemberRowFragment,
} from '@/api/generated/members';
import { linesOf, type GrantLine } from '@/features/members/GrantFields';
import { grantsOf, same, toInput, withoutTwins } from '@/features/members/grants';
import { setBelonging } from '@/features/members/teams/belonging';
import type { Named } from '@/features/members/organisation';

/** What the platform refused, and of what. */
export interface Refused {
  readonly what: string;
  readonly failure: Failure;
}

/**
 * The roles and teams of a member as they are being edited; the version is that of what was shown when the dialog
 * opened. Roles are set first, all at once, then each team that changed.
 */
export function useMemberForm(member: MemberRowFragment, teams: readonly Named[], onSet: () => void) {
  const client = useClient();
  const [shown, setShown] = useState(member);
  const [lines, setLines] = useState<readonly GrantLine[]>(() => linesOf(grantsOf(member.grants)));
  const [belongs, setBelongs] = useState<ReadonlySet<string>>(
    () => new Set(member.teams.map(({ id }) => id)),
  );
  const [theirs, setTheirs] = useState<MemberRowFragment | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [sending, setSending] = useState(false);
  const [, setMemberGrants] = useMutation(SetMemberGrantsDocument);

  const before = new Set(shown.teams.map(({ id }) => id));
  const moves = teams.filter(({ id }) => before.has(id) !== belongs.has(id));
  const sameGrants = same(lines, grantsOf(shown.grants));
  const isWhole = lines.every(({ role }) => role !== '');

  async function send() {
    if (sending) return;
    setSending(true);
    setRefused(null);
    const isDone = (sameGrants || (await sendGrants())) && (await sendTeams());
    setSending(false);
    if (isDone) onSet();
  }

  async function sendGrants(): Promise<boolean> {
    const input = {
      id: shown.id,
      expectedVersion: shown.version,
      grants: withoutTwins(lines).map(toInput),
    };
    const { data, error } = await setMemberGrants({ input }, idempotent(newIdempotencyKey()));
    if (error === undefined) {
      if (data !== undefined) setShown(data.setMemberGrants);
      setTheirs(null);
      return true;
    }
    const failure = toFailure(error);
    const other = failure.code === 'CONFLICT' ? await asItIs() : null;
    // One that is as it was shown was refused for another reason, such as being the last owner.
    if (other === null || other.version === shown.version) {
      setRefused({ what: 'Could not set the roles', failure });
      return false;
    }
    setShown(other);
    setTheirs(other);
    return false;
  }

  async function sendTeams(): Promise<boolean> {
    for (const { id, name } of moves) {
      const failure = await setBelonging(client, id, shown.id, belongs.has(id));
      if (failure === null) continue;
      setRefused({ what: `Could not change the team ${name}`, failure });
      const other = await asItIs();
      if (other !== null) setShown(other);
      return false;
    }
    return true;
  }

  async function asItIs(): Promise<MemberRowFragment | null> {
    const { data } = await client.query(
      MemberAsItIsDocument,
      { id: shown.id },
      { requestPolicy: 'network-only' },
    );
    return data?.node?.__typename === 'Member' ? data.node : null;
  }

  return {
    lines,
    setLines: (next: readonly GrantLine[]) => {
      setLines(next);
      setRefused(null);
    },
    belongs,
    toggle: (id: string) => {
      const next = new Set(belongs);
      if (!next.delete(id)) next.add(id);
      setBelongs(next);
      setRefused(null);
    },
    theirs,
    refused,
    sending,
    isReady: isWhole && (!sameGrants || moves.length > 0),
    send,
  };
}
