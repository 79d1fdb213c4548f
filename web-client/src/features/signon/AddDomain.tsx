import { AddSignOnDomainDocument } from '@/api/generated/signon';
import { FormDialog, IdentifierField, missing, useForm } from '@/parts/form';
import { words } from './words';

const says = words.addDomain;

/** Names a domain; what its DNS is to show stands on the page afterwards. */
export function AddDomain({ onClose }: { readonly onClose: () => void }) {
  const form = useForm({
    of: null,
    values: () => ({ domain: '' }),
    check: (values) => missing(values, { domain: says.missing }),
    send: async ({ domain }, { ask }) => {
      await ask(AddSignOnDomainDocument, { input: { domain: domain.trim() } });
      onClose();
    },
  });
  return (
    <FormDialog title={says.verb} verb={says.verb} what={says.what} form={form} onClose={onClose}>
      <IdentifierField
        label={says.domain}
        description={says.hint}
        placeholder="example.com"

        {...form.text('domain')}
      />
    </FormDialog>
  );
}
