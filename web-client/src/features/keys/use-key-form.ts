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
  /** 0: never expires. */
  readonly days: number;
}

const BLANK: KeyValues = { name: '', permissions: [], projectIds: [], days: 90 };

/** The form of a new key. Once it is created, only its name and its secret are left to show. */
export function useKeyForm() {
  const [created, setCreated] = useState<{ readonly name: string; readonly secret: string } | null>(null);
  const [, create] = useMutation(CreateApiKeyDocument);
  const form = useRequestForm<KeyValues>(BLANK, async ({ name, permissions, projectIds, days }, once) => {
    const input = {
      name: name.trim(),
      permissions: [...permissions],
      projectIds: projectIds.length === 0 ? null : [...projectIds],
      expiresAt: expiryAfter(days, Date.now()),
    };
    const { data, error } = await create({ input }, once);
    if (error !== undefined) return toFailure(error);
    if (data !== undefined) setCreated({ name: input.name, secret: data.createApiKey.secret });
    return null;
  });
  return { ...form, created };
}
