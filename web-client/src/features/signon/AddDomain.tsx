import { Button, TextInput } from '@mantine/core';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { AddSignOnDomainDocument } from '@/api/generated/signon';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { needed, useRequestForm } from '@/parts/use-request-form';
import styles from './signon.module.css';

/** Names a domain; what its DNS is to show stands on the page afterwards. */
export function AddDomain({ onClose }: { readonly onClose: () => void }) {
  const [, add] = useMutation(AddSignOnDomainDocument);
  const { field, failure, sending, submit } = useRequestForm({ domain: '' }, async ({ domain }, once) => {
    const { error } = await add({ input: { domain: domain.trim() } }, once);
    if (error !== undefined) return toFailure(error);
    onClose();
    return null;
  });
  return (
    <Dialog title="Add domain" opened onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <TextInput
            label="Domain"
            description="What stands behind the @ of your people's addresses"
            placeholder="example.com"
            required
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            {...field('domain', needed('Name a domain'))}
          />
          {failure !== null && <FormFailure what="Could not add the domain" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Add domain
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
