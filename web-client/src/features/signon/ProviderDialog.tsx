import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from 'urql';
import { toFailure } from '@/api/failure';
import { SetSignOnProviderDocument, type SignOnProviderPartsFragment } from '@/api/generated/signon';
import type { Permission } from '@/api/permissions';
import { BUILT_IN, isBuiltIn } from '@/format/role';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { SelectField, type SelectOption } from '@/parts/SelectField';
import { needed, useRequestForm } from '@/parts/use-request-form';
import type { SignOnTenant } from './sign-on';
import styles from './signon.module.css';

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

/** The organisation's identity provider as it is being set. */
export function ProviderDialog({ provider, roles, mine, onClose }: ProviderDialogProps) {
  const [, set] = useMutation(SetSignOnProviderDocument);
  const initial: Values = {
    issuer: provider?.issuer ?? '',
    clientId: provider?.clientId ?? '',
    clientSecret: '',
    role: provider?.role ?? provider?.customRoleId ?? 'VIEWER',
  };
  const { field, errorOf, form, failure, sending, submit } = useRequestForm<Values>(
    initial,
    async (values, once) => {
      const { error } = await set({ input: inputOf(values, provider) }, once);
      if (error !== undefined) return toFailure(error);
      onClose();
      return null;
    },
  );
  const isFixed = provider !== null && !mine.includes('TENANT_WRITE');
  const role = form.watch('role');
  const roleError = errorOf('role');
  return (
    <Dialog
      title={provider === null ? 'Set identity provider' : 'Edit identity provider'}
      opened
      onClose={onClose}
    >
      <form noValidate onSubmit={submit}>
        <div className={styles.fields}>
          <TextInput
            label="Issuer"
            description={
              isFixed
                ? 'Someone who may change the organisation changes it'
                : "An https address; the provider's metadata names it just so"
            }
            placeholder="https://login.example.com"
            required
            readOnly={isFixed}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            {...field('issuer', needed('A provider has an issuer'))}
          />
          <TextInput
            label="Client id"
            description={
              isFixed
                ? 'Someone who may change the organisation changes it'
                : 'What the provider knows Keelson as'
            }
            required
            readOnly={isFixed}
            autoComplete="off"
            spellCheck={false}
            {...field('clientId', needed('Keelson is a client of the provider'))}
          />
          <PasswordInput
            label="Client secret"
            description={
              provider === null
                ? 'Kept encrypted, and shown to nobody'
                : 'Left empty it stays; needed where the issuer or the client becomes another'
            }
            required={provider === null}
            autoComplete="new-password"
            {...field('clientSecret', provider === null ? needed('The provider wants a secret') : {})}
          />
          <SelectField
            label="Role"
            description="Of whoever signs on from now on, in the whole organisation"
            value={role}
            error={roleError === undefined ? null : <FieldError>{roleError}</FieldError>}
            options={optionsOf(roles, mine)}
            onChange={(value) => form.setValue('role', value)}
          />
          {failure !== null && <FormFailure what="Could not save the identity provider" failure={failure} />}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending}>
            Save identity provider
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

function inputOf(
  { issuer, clientId, clientSecret, role }: Values,
  provider: SignOnProviderPartsFragment | null,
) {
  return {
    issuer: issuer.trim(),
    clientId: clientId.trim(),
    clientSecret: clientSecret === '' ? null : clientSecret,
    ...(isBuiltIn(role) ? { role } : { customRoleId: role }),
    expectedVersion: provider?.version ?? null,
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
    return { value: role, label: mayGive ? name : `${name}, not yours to give`, disabled: !mayGive };
  });
}
