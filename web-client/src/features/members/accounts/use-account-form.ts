import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import {
  AccountAsItIsDocument,
  CreateServiceAccountDocument,
  SetServiceAccountGrantsDocument,
  type AccountRowFragment,
} from '@/api/generated/members';
import { linesOf, type GrantLine } from '@/features/members/GrantFields';
import { grantsOf, same, toInput, withoutTwins } from '@/features/members/grants';

interface AccountValues {
  readonly name: string;
  readonly description: string;
  readonly lines: readonly GrantLine[];
}

/** A new service account, or the roles of one as they are being edited. */
export function useAccountForm(account: AccountRowFragment | null, withKeys: boolean, onSet: () => void) {
  const client = useClient();
  const [shown, setShown] = useState(account);
  const [values, setValues] = useState<AccountValues>(() => ({
    name: '',
    description: '',
    lines: linesOf(grantsOf(account?.grants ?? [])),
  }));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [theirs, setTheirs] = useState<AccountRowFragment | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [{ fetching: creating }, create] = useMutation(CreateServiceAccountDocument);
  const [{ fetching: setting }, setGrants] = useMutation(SetServiceAccountGrantsDocument);
  const sending = creating || setting;

  async function send() {
    if (sending) return;
    setFailure(null);
    const grants = withoutTwins(values.lines).map(toInput);
    const once = idempotent(newIdempotencyKey());
    if (shown === null) {
      if (values.name.trim() === '') {
        setErrors({ name: 'A service account needs a name' });
        return;
      }
      const text = values.description.trim();
      const input = { name: values.name.trim(), description: text === '' ? null : text, grants };
      const { error } = await create({ input, withKeys }, once);
      if (error === undefined) onSet();
      else refuse(toFailure(error));
      return;
    }
    const input = { id: shown.id, expectedVersion: shown.version, grants };
    const { error } = await setGrants({ input, withKeys }, once);
    if (error === undefined) {
      onSet();
      return;
    }
    const refused = toFailure(error);
    const other = refused.code === 'CONFLICT' ? await asItIs(shown.id) : null;
    if (other === null || other.version === shown.version) {
      refuse(refused);
      return;
    }
    setShown(other);
    setTheirs(other);
  }

  function refuse(refused: Failure) {
    setErrors(refused.fields);
    setFailure(refused);
  }

  async function asItIs(id: string): Promise<AccountRowFragment | null> {
    const { data } = await client
      .query(AccountAsItIsDocument, { id, withKeys }, { requestPolicy: 'network-only' })
      .toPromise();
    return data?.node?.__typename === 'ServiceAccount' ? data.node : null;
  }

  return {
    values,
    set: (change: Partial<AccountValues>) => {
      setValues({ ...values, ...change });
      setErrors({});
      setFailure(null);
    },
    errors,
    theirs,
    failure,
    sending,
    isReady:
      values.lines.every(({ role }) => role !== '') &&
      (shown === null || !same(values.lines, grantsOf(shown.grants))),
    send,
  };
}
