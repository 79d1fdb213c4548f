import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AccountRowFragment } from '@/api/generated/members';
import { GrantFields } from '@/features/members/GrantFields';
import { describe } from '@/features/members/grants';
import styles from '@/features/members/members.module.css';
import type { Organisation } from '@/features/members/organisation';
import { holdsAll } from '@/format/role';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { DeleteAccount } from './DeleteAccount';
import { useAccountForm } from './use-account-form';

interface AccountDialogProps {
  /** Null for a new one. */
  readonly account: AccountRowFragment | null;
  readonly organisation: Organisation;
  readonly withKeys: boolean;
  readonly onClose: () => void;
}

/** A service account and its roles, which are those of its keys at each call. */
export function AccountDialog({ account, organisation, withKeys, onClose }: AccountDialogProps) {
  const form = useAccountForm(account, withKeys, onClose);
  const { values, set, errors, theirs, failure, sending, isReady, send } = form;
  const [deleting, setDeleting] = useState(false);
  if (deleting && account !== null)
    return <DeleteAccount account={account} withKeys={withKeys} onClose={onClose} />;
  return (
    <Dialog
      title={account === null ? 'New service account' : `Service account ${account.name}`}
      opened
      onClose={onClose}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className={styles.fields}>
          {account === null ? (
            <>
              <TextInput
                label="Name"
                description="What signs in as it: the pipeline, the service"
                required
                data-autofocus
                autoComplete="off"
                spellCheck={false}
                value={values.name}
                error={errors.name === undefined ? null : <FieldError>{errors.name}</FieldError>}
                onChange={(event) => set({ name: event.currentTarget.value })}
              />
              <Textarea
                label="Description"
                rows={2}
                value={values.description}
                error={
                  errors.description === undefined ? null : <FieldError>{errors.description}</FieldError>
                }
                onChange={(event) => set({ description: event.currentTarget.value })}
              />
            </>
          ) : (
            account.description !== null && <p className="t2">{account.description}</p>
          )}
          <GrantFields
            lines={values.lines}
            organisation={organisation}
            onChange={(lines) => set({ lines })}
            none="Without a role its keys open nothing."
          />
          {theirs !== null && (
            <div role="alert">
              <p className="med">Someone else changed its roles meanwhile</p>
              <KeyValue
                facts={[
                  { label: 'They are now', value: theirs.grants.map(describe).join(', ') || 'no role' },
                ]}
              />
            </div>
          )}
          {failure !== null && (
            <FormFailure
              what={account === null ? 'Could not create the service account' : 'Could not set its roles'}
              failure={failure}
            />
          )}
        </div>
        <footer className={styles.footer}>
          {account !== null && holdsAll(organisation.choices, organisation.mine, account.grants) && (
            <span className={styles.left}>
              <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
                Delete…
              </Button>
            </span>
          )}
          <Button variant="default" onClick={onClose}>
            {theirs === null ? 'Cancel' : 'Keep theirs'}
          </Button>
          <Button type="submit" loading={sending} disabled={!isReady}>
            {theirs !== null ? 'Set mine' : account === null ? 'Create account' : 'Set roles'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
