import { Button, Checkbox, TextInput } from '@mantine/core';
import { useWatch } from 'react-hook-form';
import type { Permission } from '@/api/permissions';
import { areasOf } from '@/format/permission';
import { SecretDialog } from '@/parts/apikey/SecretDialog';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { MoreChoices } from '@/parts/MoreChoices';
import { SelectField } from '@/parts/SelectField';
import { needed, type InputProps } from '@/parts/use-request-form';
import { lifetimesWithin } from './key';
import styles from './keys.module.css';
import { useHeld } from './use-held';
import { useKeyAccounts } from './use-key-accounts';
import { useKeyForm, type KeyValues } from './use-key-form';

interface CreateKeyDialogProps {
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  /** A key may do no more than who creates it. */
  readonly mine: readonly Permission[];
  /** By the organisation's policy; null: no bound. */
  readonly maxLifeMs: number | null;
  readonly onClose: () => void;
}

export function CreateKeyDialog({ projects, mine, maxLifeMs, onClose }: CreateKeyDialogProps) {
  const lifetimes = lifetimesWithin(maxLifeMs);
  const { field, errorOf, form, failure, created, sending, submit } = useKeyForm(
    (lifetimes.find(({ days }) => days === 90) ?? lifetimes.at(-1))?.days ?? 1,
  );
  const days = useWatch({ control: form.control, name: 'days' });
  const accountId = useWatch({ control: form.control, name: 'accountId' });
  const chosen = useWatch({ control: form.control, name: 'permissions' });
  const {
    permissions: held,
    failure: heldFailure,
    retry,
  } = useHeld(useWatch({ control: form.control, name: 'projectIds' }));
  // What was chosen for other projects stays, to be taken back.
  const offered = [...new Set([...held, ...chosen])];
  const { accounts, loaded, more, failure: accountsFailure } = useKeyAccounts(mine);
  if (created !== null)
    return <SecretDialog title={`${created.name} is created`} secret={created.secret} onClose={onClose} />;
  const permissions = field('permissions', {
    validate: (wanted, { accountId: account }) => {
      if (account !== '') return true;
      if (!Array.isArray(wanted) || wanted.length === 0) return 'A key needs a permission';
      return (
        wanted.every((permission) => (held as readonly unknown[]).includes(permission)) ||
        'You do not hold all of these in each of the projects'
      );
    },
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
          {(accounts.length > 0 || more !== null) && (
            <SelectField
              label="Belongs to"
              description={
                accountId === ''
                  ? 'It ends with your membership'
                  : 'It may what the account may, at each call'
              }
              value={accountId}
              onChange={(id) => form.setValue('accountId', id)}
              options={[
                { value: '', label: 'You' },
                ...accounts.map(({ id, name }) => ({ value: id, label: `Service account ${name}` })),
              ]}
            />
          )}
          <MoreChoices loaded={loaded} noun="service accounts" more={more} />
          {accountsFailure !== null && (
            <FormFailure what="Could not load service accounts" failure={accountsFailure} />
          )}
          {accountId === '' && (
            <>
              <fieldset className={styles.choices} aria-describedby="permissions-error">
                <legend>Permissions</legend>
                {areasOf(offered).map(({ area, members }) => (
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
              {heldFailure !== null && (
                <div>
                  <FormFailure
                    what="Could not find out what you may do in these projects"
                    failure={heldFailure}
                  />
                  <Button variant="default" onClick={retry}>
                    Retry
                  </Button>
                </div>
              )}
            </>
          )}
          <SelectField
            label="Expires after"
            value={String(days)}
            onChange={(value) => form.setValue('days', Number(value))}
            options={lifetimes.map(({ days, label }) => ({ value: String(days), label }))}
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
