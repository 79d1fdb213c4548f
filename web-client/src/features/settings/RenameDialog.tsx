import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useClient, useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import {
  TenantAsItIsDocument,
  UpdateTenantDocument,
  type TenantNameFragment,
} from '@/api/generated/settings';
import { useSignedIn } from '@/api/session';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { needed, useRequestForm } from '@/parts/use-request-form';
import styles from './settings.module.css';

interface RenameDialogProps {
  readonly tenant: TenantNameFragment;
  readonly onClose: () => void;
}

/** What the organisation is called. Who was slower sees what it is called now, and decides. */
export function RenameDialog({ tenant, onClose }: RenameDialogProps) {
  const client = useClient();
  const { refresh } = useSignedIn();
  const [theirs, setTheirs] = useState<TenantNameFragment | null>(null);
  // What is open is what was read when it opened: an update from elsewhere must not slip under it.
  const [expected] = useState(tenant.version);
  const [, update] = useMutation(UpdateTenantDocument);
  const { field, failure, sending, submit } = useRequestForm(
    { name: tenant.name },
    async ({ name }, once) => {
      const input = { name: name.trim(), expectedVersion: theirs?.version ?? expected };
      const { error } = await update({ input }, once);
      if (error === undefined) {
        onClose();
        refresh();
        return null;
      }
      const refused = toFailure(error);
      if (refused.code !== 'CONFLICT') return refused;
      const { data } = await client.query(TenantAsItIsDocument, {}, { requestPolicy: 'network-only' });
      if (data == null) return refused;
      setTheirs(data.tenant);
      return null;
    },
  );

  return (
    <Dialog title={`Rename ${tenant.name}`} opened onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <TextInput
            label="Name"
            description="Addresses and clients name it by its slug, which stays"
            required
            data-autofocus
            autoComplete="off"
            {...field('name', needed('An organisation needs a name'))}
          />
          {theirs !== null && (
            <div role="alert">
              <p className="med">Someone else changed the organisation meanwhile</p>
              <KeyValue facts={[{ label: 'Name now', value: theirs.name }]} />
            </div>
          )}
          {failure !== null && <FormFailure what="Could not rename it" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            {theirs === null ? 'Rename' : 'Rename all the same'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
