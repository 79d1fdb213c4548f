import { PasswordInput } from '@mantine/core';
import { SetSignOnProviderDocument, type SignOnProviderPartsFragment } from '@/api/generated/signon';
import { holds, type Permission } from '@/api/permissions';
import { BUILT_IN, isBuiltIn } from '@/format/role';
import { FormDialog, IdentifierField, missing, useForm } from '@/parts/form';
import { SelectField, type SelectOption } from '@/parts/SelectField';
import type { SignOnTenant } from './sign-on';
import { words } from './words';

interface ProviderDialogProps {
  /** Null for the first one. */
  readonly provider: SignOnProviderPartsFragment | null;
  readonly roles: SignOnTenant['roles'];
  /** What the person holds in the whole organisation: a role that is more is not theirs to give. */
  readonly mine: readonly Permission[];
  readonly onClose: () => void;
}

interface Values {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly role: string;
}

const says = words.provider;

/** The organisation's identity provider as it is being set. */
export function ProviderDialog({ provider, roles, mine, onClose }: ProviderDialogProps) {
  const isFixed = provider !== null && !holds(mine, 'TENANT_WRITE');
  const form = useForm<Values, SignOnProviderPartsFragment | null>({
    of: provider,
    values: (of) => ({
      issuer: of?.issuer ?? '',
      clientId: of?.clientId ?? '',
      clientSecret: '',
      role: of?.role ?? of?.customRoleId ?? 'VIEWER',
    }),
    check: (values) =>
      missing(values, {
        issuer: says.issuerMissing,
        clientId: says.clientMissing,
        ...(provider === null ? { clientSecret: says.secretMissing } : {}),
      }),
    send: async (values, { ask, of }) => {
      await ask(SetSignOnProviderDocument, {
        input: { ...inputOf(values), expectedVersion: of?.version ?? null },
      });
      onClose();
    },
    differences: (theirs, yours) => [
      { label: says.issuer, theirs: theirs.issuer, yours: yours.issuer },
      { label: says.client, theirs: theirs.clientId, yours: yours.clientId },
    ],
  });
  return (
    <FormDialog
      title={provider === null ? says.set : says.edit}
      verb={says.save}
      what={says.what}
      form={form}
      onClose={onClose}
    >
      <IdentifierField
        label={says.issuer}
        description={isFixed ? says.fixed : says.issuerHint}
        placeholder="https://login.example.com"
        readOnly={isFixed}

        {...form.text('issuer')}
      />
      <IdentifierField
        label={says.client}
        description={isFixed ? says.fixed : says.clientHint}
        readOnly={isFixed}

        {...form.text('clientId')}
      />
      <PasswordInput
        label={says.secret}
        description={provider === null ? says.secretHint : says.secretStays}
        required={provider === null}
        autoComplete="new-password"
        {...form.text('clientSecret')}
      />
      <SelectField
        label={says.role}
        description={says.roleHint}
        options={optionsOf(roles, mine)}
        {...form.field('role')}
      />
    </FormDialog>
  );
}

function inputOf({ issuer, clientId, clientSecret, role }: Values) {
  return {
    issuer: issuer.trim(),
    clientId: clientId.trim(),
    clientSecret: clientSecret === '' ? null : clientSecret,
    ...(isBuiltIn(role) ? { role } : { customRoleId: role }),
  };
}

/** An owner's is given by hand alone. */
function optionsOf(roles: SignOnTenant['roles'], mine: readonly Permission[]): readonly SelectOption[] {
  const known = [
    ...BUILT_IN.filter(({ role }) => role !== 'OWNER'),
    ...roles.map(({ id, name, permissions }) => ({ role: id, name, permissions })),
  ];
  return known.map(({ role, name, permissions }) => {
    const mayGive = permissions.every((permission) => mine.includes(permission));
    return { value: role, label: mayGive ? name : says.notYours(name), disabled: !mayGive };
  });
}
