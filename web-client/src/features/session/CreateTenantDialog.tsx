import { Button, TextInput } from '@mantine/core';
import { useState, type ChangeEvent } from 'react';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { CreateTenantDocument } from '@/api/generated/session';
import type { Tenant } from '@/api/session';
import { suggestSlug } from '@/format/slug';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { needed, useRequestForm } from '@/parts/use-request-form';
import { paths } from '@/paths';
import { rememberTenant } from './chosen-tenant';
import styles from './session.module.css';

interface TenantValues {
  readonly name: string;
  readonly slug: string;
}

const BLANK: TenantValues = { name: '', slug: '' };

/** An organisation of one's own. */
export function CreateTenantDialog({ onClose }: { readonly onClose: () => void }) {
  const [created, setCreated] = useState<Tenant | null>(null);
  const [, create] = useMutation(CreateTenantDocument);
  const { field, form, failure, sending, submit } = useRequestForm<TenantValues>(
    BLANK,
    async ({ name, slug }, once) => {
      const { data, error } = await create({ input: { name: name.trim(), slug: slug.trim() } }, once);
      if (error !== undefined) return toFailure(error);
      if (data !== undefined) {
        rememberTenant(data.createTenant.slug);
        setCreated(data.createTenant);
      }
      return null;
    },
  );
  const { dirtyFields, isSubmitted } = form.formState;
  if (created !== null) return <CreatedDialog tenant={created} onClose={onClose} />;

  /** The slug follows the name until a person writes one. */
  function suggest(name: string) {
    if (dirtyFields.slug === true) return;
    form.setValue('slug', suggestSlug(name), { shouldValidate: isSubmitted });
  }

  return (
    <Dialog title="Create organisation" opened onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <TextInput
            label="Name"
            required
            data-autofocus
            autoComplete="organization"
            {...field('name', {
              ...needed('An organisation needs a name'),
              onChange: (event: ChangeEvent<HTMLInputElement>) => suggest(event.target.value),
            })}
          />
          <TextInput
            label="Slug"
            description="In requests and in the API; it cannot be changed later"
            required
            autoComplete="off"
            spellCheck={false}
            {...field('slug', needed('An organisation needs a slug'))}
          />
          <p className="t3 f12">You will be its owner. Nobody of another organisation sees anything of it.</p>
          {failure !== null && <FormFailure what="Could not create the organisation" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Create organisation
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

/** The console begins anew in it: nothing of the organisation before is kept. */
function CreatedDialog({ tenant, onClose }: { readonly tenant: Tenant; readonly onClose: () => void }) {
  return (
    <Dialog title={`${tenant.name} is created`} opened onClose={onClose}>
      <div className={styles.fields}>
        <p className="t2">
          You are its owner. Requests name it by its slug, <span className="mono">{tenant.slug}</span>.
        </p>
      </div>
      <footer className={styles.footer}>
        <Button component="a" href={paths.home()} data-autofocus>
          Open {tenant.name}
        </Button>
      </footer>
    </Dialog>
  );
}
