import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RoleRowFragment } from '@/api/generated/members';
import type { Permission } from '@/api/permissions';
import type { Organisation } from '@/features/members/organisation';
import { count, counted } from '@/format/number';
import { inShort, PERMISSION_AREAS } from '@/format/permission';
import { FieldError, FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { DeleteRole } from './DeleteRole';
import { Permissions } from './Permissions';
import styles from './roles.module.css';
import { RoleWords } from './RoleWords';
import { useRoleForm } from './use-role-form';

interface RoleFormProps {
  /** Null for a new one. */
  readonly role: RoleRowFragment | null;
  readonly organisation: Organisation;
  readonly onClose: () => void;
}

const ALL = PERMISSION_AREAS.reduce((sum, { members }) => sum + members.length, 0);

/** What a role allows; nobody adds or takes what they do not hold. */
export function RoleForm({ role, organisation, onClose }: RoleFormProps) {
  const form = useRoleForm(role, onClose);
  const { values, edit, errors, theirs, takeTheirs, failure, sending, isSame, isSaved, added, taken, send } =
    form;
  const [deleting, setDeleting] = useState(false);
  const permissions = [...values.permissions];

  function toggle(permission: Permission) {
    const next = new Set(values.permissions);
    if (!next.delete(permission)) next.add(permission);
    edit({ permissions: next });
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={styles.fields}>
        <TextInput
          label="Name"
          required
          autoComplete="off"
          value={values.name}
          error={errors.name === undefined ? null : <FieldError>{errors.name}</FieldError>}
          onChange={(event) => edit({ name: event.currentTarget.value })}
        />
        <TextInput
          label="What it is for"
          autoComplete="off"
          value={values.description}
          error={errors.description === undefined ? null : <FieldError>{errors.description}</FieldError>}
          onChange={(event) => edit({ description: event.currentTarget.value })}
        />
      </div>
      <RoleWords permissions={permissions} />
      <Permissions
        permissions={values.permissions}
        edit={{ toggle, mine: organisation.mine, added, taken }}
      />
      {errors.permissions !== undefined && (
        <p role="alert" className={styles.wrong}>
          {errors.permissions}
        </p>
      )}
      {theirs !== null && (
        <div role="alert" className={styles.message}>
          <p className="med">Someone else changed the role meanwhile</p>
          <KeyValue
            facts={[
              { label: 'It is now', value: `${theirs.name}: ${inShort(theirs.permissions)}` },
              { label: 'You want', value: `${values.name}: ${inShort(permissions)}` },
            ]}
          />
        </div>
      )}
      {failure !== null && (
        <div className={styles.message}>
          <FormFailure
            what={role === null ? 'Could not create the role' : 'Could not save the role'}
            failure={failure}
          />
        </div>
      )}
      <footer className={styles.footer}>
        <p className="t3 f12" role="status">
          {changesOf(permissions.length, added.length, taken.length)}
          {role !== null &&
            (isSaved
              ? ' Saved.'
              : role.holders > 0 &&
                !isSame &&
                ` Changes what ${counted(role.holders, 'holder', 'holders')} may do.`)}
        </p>
        {role !== null && role.holders === 0 && isSame && (
          <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
            Delete…
          </Button>
        )}
        <Button variant="default" onClick={theirs === null ? onClose : takeTheirs}>
          {theirs !== null ? 'Keep theirs' : isSame ? 'Close' : 'Cancel'}
        </Button>
        <Button type="submit" loading={sending} disabled={isSame}>
          {theirs !== null ? 'Save mine' : role === null ? 'Create role' : 'Save role'}
        </Button>
      </footer>
      {deleting && role !== null && (
        <DeleteRole role={role} onClose={() => setDeleting(false)} onDeleted={onClose} />
      )}
    </form>
  );
}

/** `10 of 21, 1 added.` */
function changesOf(held: number, added: number, taken: number): string {
  const changes = [
    ...(added > 0 ? [`${count(added)} added`] : []),
    ...(taken > 0 ? [`${count(taken)} taken`] : []),
  ];
  return `${[`${held} of ${ALL}`, ...changes].join(', ')}.`;
}
