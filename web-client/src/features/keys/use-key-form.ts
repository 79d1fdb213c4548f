import { useState } from 'react';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { CreateApiKeyDocument } from '@/api/generated/keys';
import type { Permission } from '@/api/permissions';
import { useRequestForm } from '@/parts/use-request-form';
import { expiryAfter } from './key';

export interface KeyValues {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly projectIds: readonly string[];
  /** Of the service account that it belongs to; empty: it is the person's own. */
  readonly accountId: string;
  /** 0: never expires. */
  readonly days: number;
}

/** The form of a new key. Once it is created, only its name and its secret are left to show. */
export function useKeyForm(days: number) {
  const [created, setCreated] = useState<{ readonly name: string; readonly secret: string } | null>(null);
  const [, create] = useMutation(CreateApiKeyDocument);
  const blank: KeyValues = { name: '', permissions: [], projectIds: [], accountId: '', days };
  const form = useRequestForm<KeyValues>(blank, async (values, once) => {
    const input = {
      name: values.name.trim(),
      ...(values.accountId === '' ? ownRights(values) : { serviceAccountId: values.accountId }),
      expiresAt: expiryAfter(values.days, Date.now()),
    };
    const { data, error } = await create({ input }, once);
    if (error !== undefined) return toFailure(error);
    if (data !== undefined) setCreated({ name: input.name, secret: data.createApiKey.secret });
    return null;
  });
  return { ...form, created };
}

/** A key of an account has that one's rights instead. */
function ownRights({ permissions, projectIds }: KeyValues) {
  return {
    permissions: [...permissions],
    projectIds: projectIds.length === 0 ? null : [...projectIds],
  };
}
