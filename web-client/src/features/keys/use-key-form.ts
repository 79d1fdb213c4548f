import { useState } from 'react';
import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { CreateApiKeyDocument } from '@/api/generated/keys';
import { expiryAfter, type Permission } from './key';

export interface KeyValues {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly projectIds: readonly string[];
  /** 0: never expires. */
  readonly days: number;
}

type Errors = Partial<Record<'name' | 'permissions', string>>;

/** The form of a new key. Once it is created, only its secret is left to show. */
export function useKeyForm() {
  const [values, setValues] = useState<KeyValues>({ name: '', permissions: [], projectIds: [], days: 90 });
  const [errors, setErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const [requestKey, setRequestKey] = useState(newIdempotencyKey);
  const [{ fetching }, create] = useMutation(CreateApiKeyDocument);

  function set(change: Partial<KeyValues>) {
    setValues({ ...values, ...change });
    setErrors({});
    setFailure(null);
    setRequestKey(newIdempotencyKey());
  }

  function toggle(field: 'permissions' | 'projectIds', value: string) {
    const before: readonly string[] = values[field];
    const next = before.includes(value) ? before.filter((other) => other !== value) : [...before, value];
    set({ [field]: next });
  }

  async function send() {
    const missing = missingIn(values);
    setErrors(missing);
    if (Object.keys(missing).length > 0 || fetching) return;
    const { name, permissions, projectIds, days } = values;
    const input = {
      name: name.trim(),
      permissions: [...permissions],
      projectIds: projectIds.length === 0 ? null : [...projectIds],
      expiresAt: expiryAfter(days, Date.now()),
    };
    const { data, error } = await create({ input }, idempotent(requestKey));
    if (data != null) {
      setSecret(data.createApiKey.secret);
      return;
    }
    const refused = error === undefined ? null : toFailure(error);
    const { name: wrongName, permissions: wrongPermissions } = refused?.fields ?? {};
    const placed: Errors = {
      ...(wrongName === undefined ? {} : { name: wrongName }),
      ...(wrongPermissions === undefined ? {} : { permissions: wrongPermissions }),
    };
    setErrors(placed);
    setFailure(Object.keys(placed).length > 0 ? null : refused);
  }

  return { values, set, toggle, errors, failure, secret, sending: fetching, send };
}

function missingIn({ name, permissions }: KeyValues): Errors {
  return {
    ...(name.trim() === '' ? { name: 'A key needs a name' } : {}),
    ...(permissions.length === 0 ? { permissions: 'A key needs a permission' } : {}),
  };
}
