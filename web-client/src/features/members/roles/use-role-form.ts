import { useState } from 'react';
import { useClient } from 'urql';
import {
  CreateRoleDocument,
  RoleAsItIsDocument,
  UpdateRoleDocument,
  type RoleRowFragment,
} from '@/api/generated/members';
import type { Permission } from '@/api/permissions';
import { inShort } from '@/format/permission';
import { missing, useForm } from '@/parts/form';
import { words } from './words';

const says = words.roleChecks;

export interface RoleValues {
  readonly name: string;
  readonly description: string;
  readonly permissions: ReadonlySet<Permission>;
}

/** A role as it is being edited. */
export function useRoleForm(role: RoleRowFragment | null, onCreated: () => void) {
  const client = useClient();
  const [isSaved, setSaved] = useState(false);
  const form = useForm<RoleValues, RoleRowFragment | null>({
    of: role,
    values: valuesOf,
    check: (values) => ({
      ...missing(values, { name: says.name }),
      ...(values.permissions.size === 0 ? { permissions: says.permissions } : {}),
    }),
    send: async (values, { ask, of, keep }) => {
      const text = values.description.trim();
      const input = {
        name: values.name.trim(),
        description: text === '' && of === null ? null : text,
        permissions: [...values.permissions],
      };
      if (of === null) {
        await ask(CreateRoleDocument, { input });
        onCreated();
        return;
      }
      const changed = { ...input, id: of.id, expectedVersion: of.version };
      keep((await ask(UpdateRoleDocument, { input: changed })).updateRole);
      setSaved(true);
    },
    reload: async () => {
      if (role === null) return null;
      const asked = { id: role.id };
      const { data } = await client.query(RoleAsItIsDocument, asked, { requestPolicy: 'network-only' });
      return data?.node?.__typename === 'CustomRole' ? data.node : null;
    },
    differences: (theirs, yours) => [
      {
        label: 'Role',
        theirs: said(theirs.name, theirs.permissions),
        yours: said(yours.name, [...yours.permissions]),
      },
    ],
  });
  const { values } = form;
  const before = valuesOf(form.of);
  const added = [...values.permissions].filter((permission) => !before.permissions.has(permission));
  const taken = [...before.permissions].filter((permission) => !values.permissions.has(permission));
  const isSame =
    added.length + taken.length === 0 &&
    values.name.trim() === before.name &&
    values.description.trim() === before.description;
  return { form, added, taken, isSame, isSaved: isSaved && isSame };
}

function valuesOf(role: RoleRowFragment | null): RoleValues {
  return {
    name: role?.name ?? '',
    description: role?.description ?? '',
    permissions: new Set(role?.permissions),
  };
}

function said(name: string, held: readonly Permission[]): string {
  return `${name}: ${inShort(held)}`;
}
