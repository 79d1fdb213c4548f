import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { AccountRowFragment } from '@/api/generated/members';
import { GrantFields } from '@/features/members/GrantFields';
import type { Organisation } from '@/features/members/organisation';
import { holdsAll } from '@/format/role';
import { FormDialog, IdentifierField } from '@/parts/form';
import { DeleteAccount } from './DeleteAccount';
import { useAccountForm } from './use-account-form';
import { words } from './words';

const says = words.accountDialog;

interface AccountDialogProps {
  /** Null for a new one. */
  readonly account: AccountRowFragment | null;
  readonly organisation: Organisation;
  readonly withKeys: boolean;
  readonly onClose: () => void;
}

/** A service account and its roles, which are those of its keys at each call. */
export function AccountDialog({ account, organisation, withKeys, onClose }: AccountDialogProps) {
  const { form, isReady } = useAccountForm(account, organisation, withKeys, onClose);
  const { values } = form;
  const [deleting, setDeleting] = useState(false);
  if (deleting && account !== null)
    return <DeleteAccount account={account} withKeys={withKeys} onClose={onClose} />;
  const mayDelete = account !== null && holdsAll(organisation.choices, organisation.mine, account.grants);
  return (
    <FormDialog
      title={account === null ? says.newServiceAccount : says.serviceAccount(account.name)}
      verb={account === null ? says.createAccount : says.setRoles}
      what={account === null ? says.createTheServiceAccount : says.setItsRoles}
      form={form}
      onClose={onClose}
      disabled={!isReady}
      aside={
        mayDelete && (
          <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
            Delete…
          </Button>
        )
      }
    >
      {account === null ? (
        <>
          <IdentifierField
            label="Name"
            description={says.hint}

            {...form.text('name')}
          />
          <Textarea label="Description" rows={2} {...form.text('description')} />
        </>
      ) : (
        account.description !== null && <p className="t2">{account.description}</p>
      )}
      <GrantFields
        lines={values.lines}
        organisation={organisation}
        onChange={(lines) => form.set({ lines })}
        none={says.none}
      />
    </FormDialog>
  );
}
