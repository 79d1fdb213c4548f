import { TextInput } from '@mantine/core';
import { useClient } from 'urql';
import {
  TenantAsItIsDocument,
  UpdateTenantDocument,
  type TenantNameFragment,
} from '@/api/generated/settings';
import { useSignedIn } from '@/api/session';
import { FormDialog, missing, useForm } from '@/parts/form';
import { words } from './words';

interface RenameDialogProps {
  readonly tenant: TenantNameFragment;
  readonly onClose: () => void;
}

const says = words.rename;

/** What the organisation is called. Who was slower sees what it is called now, and decides. */
export function RenameDialog({ tenant, onClose }: RenameDialogProps) {
  const client = useClient();
  const { refresh } = useSignedIn();
  const form = useForm<{ readonly name: string }, TenantNameFragment>({
    of: tenant,
    values: ({ name }) => ({ name }),
    check: (values) => missing(values, { name: says.missing }),
    send: async ({ name }, { ask, of }) => {
      await ask(UpdateTenantDocument, { input: { name: name.trim(), expectedVersion: of.version } });
      onClose();
      refresh();
    },
    reload: async () => {
      const { data } = await client.query(TenantAsItIsDocument, {}, { requestPolicy: 'network-only' });
      return data?.tenant ?? null;
    },
    differences: (theirs, yours) => [{ label: says.name, theirs: theirs.name, yours: yours.name }],
  });
  return (
    <FormDialog
      title={says.title(tenant.name)}
      verb={says.verb}
      what={says.what}
      form={form}
      onClose={onClose}
    >
      <TextInput
        label={says.name}
        description={says.hint}
        required
        autoComplete="off"
        {...form.text('name')}
      />
    </FormDialog>
  );
}
