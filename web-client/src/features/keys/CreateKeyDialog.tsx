import { Button, Checkbox, TextInput } from '@mantine/core';
import { useWatch } from 'react-hook-form';
import type { Permission } from '@/api/permissions';
import { areasOf } from '@/format/permission';
import { CopyButton } from '@/parts/CopyButton';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { SelectField } from '@/parts/SelectField';
import { Snippet } from '@/parts/states';
import { needed, type InputProps } from '@/parts/use-request-form';
import { LIFETIMES } from './key';
import styles from './keys.module.css';
import { useKeyForm, type KeyValues } from './use-key-form';

interface CreateKeyDialogProps {
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  /** A key may do no more than who creates it. */
  readonly mine: readonly Permission[];
  readonly onClose: () => void;
}

export function CreateKeyDialog({ projects, mine, onClose }: CreateKeyDialogProps) {
  const { field, errorOf, form, failure, created, sending, submit } = useKeyForm();
  const days = useWatch({ control: form.control, name: 'days' });
  if (created !== null) return <SecretDialog {...created} onClose={onClose} />;
  const permissions = field('permissions', {
    validate: (chosen) => (Array.isArray(chosen) && chosen.length > 0) || 'A key needs a permission',
  });
  const places = field('projectIds');
  return (
    <Dialog title="Create API key" opened onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <TextInput
            label="Name"
            description="What it is for: the pipeline, the notebook"
            required
            data-autofocus
            autoComplete="off"
            {...field('name', needed('A key needs a name'))}
          />
          <fieldset className={styles.choices} aria-describedby="permissions-error">
            <legend>Permissions</legend>
            {areasOf(mine).map(({ area, members }) => (
              <div key={area} className={styles.group}>
                <span>{area}</span>
                <div>
                  {members.map(({ permission, word }) => (
                    <Checkbox key={permission} label={word} value={permission} {...boxOf(permissions)} />
                  ))}
                </div>
              </div>
            ))}
            <p id="permissions-error" className={styles.wrong}>
              {errorOf('permissions')}
            </p>
          </fieldset>
          <fieldset className={styles.choices}>
            <legend>Projects; all of them when none is chosen</legend>
            <div className={styles.projects}>
              {projects.map(({ id, name }) => (
                <Checkbox key={id} label={name} value={id} {...boxOf(places)} />
              ))}
            </div>
          </fieldset>
          <SelectField
            label="Expires after"
            value={String(days)}
            onChange={(value) => form.setValue('days', Number(value))}
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

/** What is wrong stands below all boxes of a field, not beside each of them. */
function boxOf({ name, onChange, onBlur, ref }: InputProps<KeyValues>) {
  return { name, onChange, onBlur, ref };
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
