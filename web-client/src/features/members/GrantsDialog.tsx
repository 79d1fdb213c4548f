import { ActionIcon, Button } from '@mantine/core';
import type { MemberRowFragment } from '@/api/generated/members';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { KeyValue } from '@/parts/KeyValue';
import { SelectField } from '@/parts/SelectField';
import { describe, mayOf, ROLES, type Grant } from './grants';
import styles from './members.module.css';
import { useGrantsForm } from './use-grants-form';

interface GrantsDialogProps {
  readonly member: MemberRowFragment;
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  readonly nameOf: (id: string) => string;
  readonly onClose: () => void;
}

/** The roles of one member, all at once; who was slower sees what the other granted. */
export function GrantsDialog({ member, projects, nameOf, onClose }: GrantsDialogProps) {
  const { grants, change, add, remove, theirs, failure, sending, isSame, send } = useGrantsForm(
    member,
    onClose,
  );
  const list = (of: readonly Grant[]) =>
    of.length === 0 ? 'no role' : of.map((grant) => describe(grant, nameOf)).join(', ');
  const places = [
    { value: '', label: 'Whole organisation' },
    ...projects.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Dialog title={`Roles of ${member.person.name}`} opened onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className={styles.fields}>
          {grants.map(({ key, role, projectId }, index) => (
            <div key={key} className={styles.grant}>
              <SelectField
                label={`Role ${index + 1}`}
                description={mayOf(role)}
                value={role}
                onChange={(value) =>
                  change(key, { role: ROLES.find((known) => known.role === value)?.role ?? role })
                }
                options={ROLES.map((known) => ({ value: known.role, label: known.word }))}
              />
              <SelectField
                label="Where"
                value={projectId}
                onChange={(value) => change(key, { projectId: value })}
                options={withUnknown(places, projectId, nameOf)}
              />
              <ActionIcon
                variant="subtle"
                aria-label={`Remove role ${index + 1}`}
                onClick={() => remove(key)}
              >
                <Icon name="close" size={14} />
              </ActionIcon>
            </div>
          ))}
          {grants.length === 0 && (
            <p className="t2">Without a role {member.person.name} sees nothing here.</p>
          )}
          <div>
            <Button variant="default" leftSection={<Icon name="plus" size={14} />} onClick={add}>
              Add role
            </Button>
          </div>
          {theirs !== null && (
            <div role="alert">
              <p className="med">Someone else changed them meanwhile</p>
              <KeyValue
                facts={[
                  { label: 'They are now', value: list(theirs) },
                  { label: 'You want', value: list(grants) },
                ]}
              />
            </div>
          )}
          {failure !== null && <FormFailure what="Could not set the roles" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            {theirs === null ? 'Cancel' : 'Keep theirs'}
          </Button>
          <Button type="submit" loading={sending} disabled={isSame}>
            {theirs === null ? 'Set roles' : 'Set mine'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

/** A project beyond the first page of them still has its place in the list. */
function withUnknown(
  places: readonly { value: string; label: string }[],
  id: string,
  nameOf: (id: string) => string,
) {
  return places.some(({ value }) => value === id) ? places : [...places, { value: id, label: nameOf(id) }];
}
