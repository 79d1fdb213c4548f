import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import {
  CreateRoleDocument,
  RoleAsItIsDocument,
  UpdateRoleDocument,
  type RoleRowFragment,
} from '@/api/generated/members';
import type { Permission } from '@/api/permissions';

export interface RoleValues {
  readonly name: string;
  readonly description: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** A role as it is being edited; the version is that of what was shown when it was opened. */
export function useRoleForm(role: RoleRowFragment | null, onCreated: () => void) {
  const client = useClient();
  const [shown, setShown] = useState(role);
  const [values, setValues] = useState(() => valuesOf(role));
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [theirs, setTheirs] = useState<RoleRowFragment | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [{ fetching: creating }, create] = useMutation(CreateRoleDocument);
  const [{ fetching: updating }, update] = useMutation(UpdateRoleDocument);
  const sending = creating || updating;

  const before = valuesOf(shown);
  const added = [...values.permissions].filter((permission) => !before.permissions.has(permission));
  const taken = [...before.permissions].filter((permission) => !values.permissions.has(permission));
  const isSame =
    added.length + taken.length === 0 &&
    values.name.trim() === before.name &&
    values.description.trim() === before.description;

  function edit(change: Partial<RoleValues>) {
    setValues({ ...values, ...change });
    setErrors({});
    setFailure(null);
    setSaved(false);
  }

  async function send() {
    if (sending) return;
    const wrong = check(values);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    setFailure(null);
    const text = values.description.trim();
    const input = {
      name: values.name.trim(),
      description: text === '' && shown === null ? null : text,
      permissions: [...values.permissions],
    };
    const once = idempotent(newIdempotencyKey());
    if (shown === null) {
      const { error } = await create({ input }, once);
      if (error !== undefined) refuse(toFailure(error));
      else onCreated();
      return;
    }
    const changed = { ...input, id: shown.id, expectedVersion: shown.version };
    const { data, error } = await update({ input: changed }, once);
    if (error === undefined) {
      if (data !== undefined) setShown(data.updateRole);
      setTheirs(null);
      setSaved(true);
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

  async function asItIs(id: string): Promise<RoleRowFragment | null> {
    const { data } = await client.query(RoleAsItIsDocument, { id }, { requestPolicy: 'network-only' });
    return data?.node?.__typename === 'CustomRole' ? data.node : null;
  }

  return {
    values,
    edit,
    errors,
    theirs,
    takeTheirs: () => {
      setValues(valuesOf(theirs));
      setTheirs(null);
    },
    failure,
    sending,
    isSame,
    isSaved,
    added,
    taken,
    send,
  };
}

function valuesOf(role: RoleRowFragment | null): RoleValues {
  return {
    name: role?.name ?? '',
    description: role?.description ?? '',
    permissions: new Set(role?.permissions),
  };
}

function check({ name, permissions }: RoleValues): Record<string, string> {
  return {
    ...(name.trim() === '' ? { name: 'A role needs a name' } : {}),
    ...(permissions.size === 0 ? { permissions: 'A role needs a permission' } : {}),
  };
}
