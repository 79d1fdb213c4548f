import { Button, Checkbox, TextInput } from '@mantine/core';
import { CopyButton } from '@/parts/CopyButton';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { SelectField } from '@/parts/SelectField';
import { Snippet } from '@/parts/states';
import { groupsOf, LIFETIMES, verbOf, type Permission } from './key';
import styles from './keys.module.css';
import { useKeyForm } from './use-key-form';

interface CreateKeyDialogProps {
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  /** A key may do no more than who creates it. */
  readonly mine: readonly Permission[];
  readonly onClose: () => void;
}

export function CreateKeyDialog({ projects, mine, onClose }: CreateKeyDialogProps) {
  const { values, set, toggle, errors, failure, secret, sending, send } = useKeyForm();
  if (secret !== null) return <SecretDialog name={values.name} secret={secret} onClose={onClose} />;
  return (
    <Dialog title="Create API key" opened onClose={onClose}>
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
            description="What it is for: the pipeline, the notebook"
            required
            data-autofocus
            autoComplete="off"
            value={values.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={errors.name !== undefined && <FieldError>{errors.name}</FieldError>}
          />
          <fieldset className={styles.choices} aria-describedby="permissions-error">
            <legend>Permissions</legend>
            {groupsOf(mine).map(({ about, members }) => (
              <div key={about} className={styles.group}>
                <span>{about}</span>
                {members.map((permission) => (
                  <Checkbox
                    key={permission}
                    label={verbOf(permission)}
                    aria-label={`${about}: ${verbOf(permission)}`}
                    checked={values.permissions.includes(permission)}
                    onChange={() => toggle('permissions', permission)}
                  />
                ))}
              </div>
            ))}
            <p id="permissions-error" className={styles.wrong}>
              {errors.permissions}
            </p>
          </fieldset>
          <fieldset className={styles.choices}>
            <legend>Projects; all of them when none is chosen</legend>
            <div className={styles.projects}>
              {projects.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  label={name}
                  checked={values.projectIds.includes(id)}
                  onChange={() => toggle('projectIds', id)}
                />
              ))}
            </div>
          </fieldset>
          <SelectField
            label="Expires after"
            value={String(values.days)}
            onChange={(days) => set({ days: Number(days) })}
            options={LIFETIMES.map(({ days, label }) => ({ value: String(days), label }))}
          />
          {failure !== null && <FormFailure what="Could not create the key" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Create key
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

/** The only time that the secret is seen. */
function SecretDialog({
  name,
  secret,
  onClose,
}: {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title={`${name} is created`} opened onClose={onClose}>
      <div className={styles.fields}>
        <p className="t2">
          This is its secret. It is shown now and never again: the platform keeps only a hash of it.
        </p>
        <Snippet>{secret}</Snippet>
        <div>
          <CopyButton text={secret} label="Copy secret" />
        </div>
      </div>
      <footer className={styles.footer}>
        <Button onClick={onClose}>I have kept it</Button>
      </footer>
    </Dialog>
  );
}
