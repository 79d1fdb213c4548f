import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RoleRowFragment } from '@/api/generated/members';
import type { Organisation } from '@/features/members/organisation';
import { PERMISSION_AREAS } from '@/format/permission';
import { FormPanel, toggled } from '@/parts/form';
import { DeleteRole } from './DeleteRole';
import { Permissions } from './Permissions';
import styles from './roles.module.css';
import { RoleWords } from './RoleWords';
import { useRoleForm } from './use-role-form';
import { words } from './words';

const says = words.roleForm;

interface RoleFormProps {
  /** Null for a new one. */
  readonly role: RoleRowFragment | null;
  readonly organisation: Organisation;
  readonly onClose: () => void;
}

const ALL = PERMISSION_AREAS.reduce((sum, { members }) => sum + members.length, 0);

/** What a role allows; nobody adds or takes what they do not hold. */
export function RoleForm({ role, organisation, onClose }: RoleFormProps) {
  const { form, added, taken, isSame, isSaved } = useRoleForm(role, onClose);
  const { values, errors } = form;
  const [deleting, setDeleting] = useState(false);
  const permissions = [...values.permissions];

  return (
    <>
      <FormPanel
        verb={role === null ? says.createRole : says.saveRole}
        what={role === null ? says.createTheRole : says.saveTheRole}
        cancel={isSame ? 'Close' : 'Cancel'}
        form={form}
        onCancel={onClose}
        disabled={isSame}
        aside={
          <>
            <p className="t3 f12" role="status">
              {changesOf(permissions.length, added.length, taken.length)}
              {role !== null &&
                (isSaved ? ' Saved.' : role.holders > 0 && !isSame && says.changesWhatMayDo(role.holders))}
            </p>
            {role !== null && role.holders === 0 && isSame && (
              <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
                Delete…
              </Button>
            )}
          </>
        }
      >
        <TextInput label="Name" required autoComplete="off" {...form.text('name')} />
        <TextInput label={says.label} autoComplete="off" {...form.text('description')} />
        <div className={styles.rights}>
          <RoleWords permissions={permissions} />
          <Permissions
            permissions={values.permissions}
            edit={{
              toggle: (permission) => form.set({ permissions: toggled(values.permissions, permission) }),
              mine: organisation.mine,
              added,
              taken,
            }}
          />
        </div>
        {errors.permissions !== undefined && (
          <p role="alert" className={styles.wrong}>
            {errors.permissions}
          </p>
        )}
      </FormPanel>
      {deleting && role !== null && (
        <DeleteRole role={role} onClose={() => setDeleting(false)} onDeleted={onClose} />
      )}
    </>
  );
}

/** `10 of 21, 1 added.` */
function changesOf(held: number, added: number, taken: number): string {
  const changes = [...(added > 0 ? [says.added(added)] : []), ...(taken > 0 ? [says.taken(taken)] : [])];
  return `${[says.of(held, ALL), ...changes].join(', ')}.`;
}
