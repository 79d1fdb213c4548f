import { Button } from '@mantine/core';
import { useState } from 'react';
import { CreateTenantDocument } from '@/api/generated/session';
import type { Tenant } from '@/api/session';
import { FormDialog, MessageDialog, missing, useForm } from '@/parts/form';
import { SlugFields } from '@/parts/form/SlugFields';
import { paths } from '@/paths';
import { rememberTenant } from './chosen-tenant';
import { words } from './words';

/** An organisation of one's own. */
export function CreateTenantDialog({ onClose }: { readonly onClose: () => void }) {
  const [created, setCreated] = useState<Tenant | null>(null);
  const form = useForm({
    of: null,
    values: () => ({ name: '', slug: '' }),
    check: (values) => missing(values, { name: words.needsName, slug: words.needsSlug }),
    send: async ({ name, slug }, { ask }) => {
      const input = { name: name.trim(), slug: slug.trim() };
      const { createTenant } = await ask(CreateTenantDocument, { input });
      rememberTenant(createTenant.slug);
      setCreated(createTenant);
    },
  });
  if (created !== null) return <CreatedDialog tenant={created} onClose={onClose} />;
  return (
    <FormDialog title={words.create} verb={words.create} what={words.what} form={form} onClose={onClose}>
      <SlugFields form={form} description={words.slug} autoComplete="organization" />
      <p className="t3 f12">{words.owner}</p>
    </FormDialog>
  );
}

/** The console begins anew in it: nothing of the organisation before is kept. */
function CreatedDialog({ tenant, onClose }: { readonly tenant: Tenant; readonly onClose: () => void }) {
  return (
    <MessageDialog
      title={words.created(tenant.name)}
      onClose={onClose}
      actions={
        <Button component="a" href={paths.home()} data-autofocus>
          {words.open(tenant.name)}
        </Button>
      }
    >
      <p className="t2">
        {words.named} <span className="mono">{tenant.slug}</span>.
      </p>
    </MessageDialog>
  );
}
