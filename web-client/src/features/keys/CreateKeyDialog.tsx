import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Permission } from '@/api/permissions';
import { SecretDialog } from '@/parts/apikey/SecretDialog';
import { FormDialog, FormFailure } from '@/parts/form';
import { MoreChoices } from '@/parts/MoreChoices';
import { SelectField } from '@/parts/SelectField';
import { lifetimesWithin } from './key';
import { RightsFields } from './RightsFields';
import { useHeld } from './use-held';
import { useKeyAccounts } from './use-key-accounts';
import { useKeyForm } from './use-key-form';
import { words } from './words';

interface CreateKeyDialogProps {
  readonly projects: readonly { readonly id: string; readonly name: string }[];
  /** A key may do no more than who creates it. */
  readonly mine: readonly Permission[];
  /** By the organisation's policy; null: no limit. */
  readonly maxLifeMs: number | null;
  readonly onClose: () => void;
}

const says = words.create;

export function CreateKeyDialog({ projects, mine, maxLifeMs, onClose }: CreateKeyDialogProps) {
  const lifetimes = lifetimesWithin(maxLifeMs);
  const usual = lifetimes.find(({ days }) => days === 90) ?? lifetimes.at(-1);
  const [projectIds, setProjectIds] = useState<ReadonlySet<string>>(new Set());
  const held = useHeld([...projectIds]);
  const { form, created } = useKeyForm(usual?.days ?? 1, projectIds, held.permissions);
  const { accounts, loaded, more, failure: accountsFailure } = useKeyAccounts(mine);
  const { accountId } = form.values;
  if (created !== null)
    return <SecretDialog title={says.created(created.name)} secret={created.secret} onClose={onClose} />;
  return (
    <FormDialog title={says.title} verb={says.verb} what={says.what} form={form} onClose={onClose}>
      <TextInput
        label={says.name}
        description={says.nameHint}
        required
        autoComplete="off"
        {...form.text('name')}
      />
      {(accounts.length > 0 || more !== null) && (
        <SelectField
          label={says.owner}
          description={accountId === '' ? says.endsWithYou : says.mayAsAccount}
          options={[
            { value: '', label: says.ownerYou },
            ...accounts.map(({ id, name }) => ({ value: id, label: says.ownerAccount(name) })),
          ]}
          {...form.field('accountId')}
        />
      )}
      <MoreChoices loaded={loaded} noun="service accounts" more={more} />
      {accountsFailure !== null && <FormFailure what={says.noAccounts} failure={accountsFailure} />}
      {accountId === '' && (
        <RightsFields
          form={form}
          held={held}
          projects={projects}
          projectIds={projectIds}
          onProjects={setProjectIds}
        />
      )}
      <SelectField
        label={says.expires}
        options={lifetimes.map(({ days, label }) => ({ value: String(days), label }))}
        {...form.field('days')}
      />
    </FormDialog>
  );
}
