import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import {
  MemberAsItIsDocument,
  SetMemberGrantsDocument,
  type MemberRowFragment,
} from '@/api/generated/members';
import { customGrantsOf, grantsOf, same, withoutTwins, type Grant } from './grants';

interface Line extends Grant {
  readonly key: number;
}

/** The roles as they are being edited; the version is that of what was shown when the dialog opened. */
export function useGrantsForm(member: MemberRowFragment, onSet: () => void) {
  const client = useClient();
  const [shown, setShown] = useState(member);
  const [grants, setGrants] = useState<readonly Line[]>(() =>
    grantsOf(member).map((grant, key) => ({ ...grant, key })),
  );
  const [theirs, setTheirs] = useState<readonly Grant[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [{ fetching }, setMemberGrants] = useMutation(SetMemberGrantsDocument);

  function edit(next: readonly Line[]) {
    setGrants(next);
    setFailure(null);
  }

  async function send() {
    if (fetching) return;
    const input = {
      id: shown.id,
      expectedVersion: shown.version,
      grants: [
        ...withoutTwins(grants).map(({ role, projectId }) => ({
          role,
          projectId: projectId === '' ? null : projectId,
        })),
        ...customGrantsOf(shown),
      ],
    };
    const { error } = await setMemberGrants({ input }, idempotent(newIdempotencyKey()));
    if (error === undefined) {
      onSet();
      return;
    }
    const refused = toFailure(error);
    const other = refused.code === 'CONFLICT' ? await asItIs(shown.id) : null;
    setFailure(other === null ? refused : null);
    if (other === null) return;
    setShown(other);
    setTheirs(grantsOf(other));
  }

  async function asItIs(id: string): Promise<MemberRowFragment | null> {
    const { data } = await client.query(MemberAsItIsDocument, { id }, { requestPolicy: 'network-only' });
    const node = data?.node;
    return node != null && 'grants' in node ? node : null;
  }

  return {
    grants,
    change: (key: number, to: Partial<Grant>) =>
      edit(grants.map((line) => (line.key === key ? { ...line, ...to } : line))),
    add: () =>
      edit([
        ...grants,
        { role: 'VIEWER', projectId: '', key: 1 + Math.max(-1, ...grants.map(({ key }) => key)) },
      ]),
    remove: (key: number) => edit(grants.filter((line) => line.key !== key)),
    theirs,
    failure,
    sending: fetching,
    isSame: same(grants, grantsOf(shown)),
    send,
  };
}
