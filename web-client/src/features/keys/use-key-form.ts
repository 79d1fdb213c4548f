import { useState } from 'react';
import { CreateApiKeyDocument } from '@/api/generated/keys';
import type { Permission } from '@/api/permissions';
import { missing, useForm, type Errors } from '@/parts/form';
import { expiryAfter } from './key';
import { words } from './words';

export interface KeyValues {
  readonly name: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Of the service account that it belongs to; empty: it is the person's own. */
  readonly accountId: string;
  /** A number; 0: never expires. */
  readonly days: string;
}

const says = words.create;

/**
 * The form of a new key. Once it is created, only its name and its secret are left to show.
 *
 * @param held what the person may do in each of the chosen projects
 */
export function useKeyForm(days: number, projectIds: ReadonlySet<string>, held: readonly Permission[]) {
  const [created, setCreated] = useState<{ readonly name: string; readonly secret: string } | null>(null);
  const form = useForm<KeyValues>({
    of: null,
    values: () => ({ name: '', permissions: new Set(), accountId: '', days: String(days) }),
    check: (values) => ({
      ...missing(values, { name: says.needsName }),
      ...(values.accountId === '' ? checkRights(values.permissions, held) : {}),
    }),
    send: async ({ name, permissions, accountId, days: life }, { ask }) => {
      const rights = {
        permissions: [...permissions],
        projectIds: projectIds.size === 0 ? null : [...projectIds],
      };
      const input = {
        name: name.trim(),
        // A key of an account has that one's rights instead.
        ...(accountId === '' ? rights : { serviceAccountId: accountId }),
        expiresAt: expiryAfter(Number(life), Date.now()),
      };
      const { createApiKey } = await ask(CreateApiKeyDocument, { input });
      setCreated({ name: input.name, secret: createApiKey.secret });
    },
  });
  return { form, created };
}

function checkRights(wanted: ReadonlySet<Permission>, held: readonly Permission[]): Errors {
  if (wanted.size === 0) return { permissions: says.needsPermission };
  return [...wanted].every((permission) => held.includes(permission)) ? {} : { permissions: says.notHeld };
}
