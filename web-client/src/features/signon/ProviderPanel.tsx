import { Button } from '@mantine/core';
import { useState } from 'react';
import { BUILT_IN } from '@/format/role';
import { CopyButton } from '@/parts/CopyButton';
import { Icon } from '@/parts/Icon';
import { KeyValue } from '@/parts/KeyValue';
import { Panel, PanelBody } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Status } from '@/parts/Status';
import { RemoveProvider } from './RemoveProvider';
import { standingOf, type SignOnTenant, type Standing } from './sign-on';
import styles from './signon.module.css';

interface ProviderPanelProps {
  readonly tenant: SignOnTenant;
  readonly mayWrite: boolean;
  /** It ends memberships, owners' too. */
  readonly mayEnd: boolean;
  readonly onSet: () => void;
}

/** Where people sign in, and what they get. */
export function ProviderPanel({ tenant, mayWrite, mayEnd, onSet }: ProviderPanelProps) {
  const [removing, setRemoving] = useState(false);
  const provider = tenant.signOnProvider;
  if (provider === null) {
    return (
      <Panel title="Identity provider">
        <Empty title="No identity provider yet">
          <p>
            People with an address in your domains can sign in at your own OpenID Connect provider. Set the
            provider first, register the address that you are then shown with it, and verify a domain.
          </p>
          {mayWrite ? (
            <Button leftSection={<Icon name="plus" size={14} />} onClick={onSet}>
              Set identity provider
            </Button>
          ) : (
            <p>Someone who may change members sets it.</p>
          )}
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel title="Identity provider" end={<StandingStatus standing={standingOf(tenant)} />}>
      <KeyValue
        facts={[
          { label: 'Issuer', value: <span className={styles.text}>{provider.issuer}</span> },
          { label: 'Client id', value: <span className={styles.text}>{provider.clientId}</span> },
          { label: 'Client secret', value: 'kept, and shown to nobody' },
          { label: 'Role of whoever signs on', value: roleOf(provider, tenant.roles) },
          {
            label: 'Redirect address',
            value: (
              <span className={styles.copied}>
                <span className={styles.text}>{provider.redirectUri}</span>
                <CopyButton text={provider.redirectUri} label="Copy redirect address" />
              </span>
            ),
          },
          ...(provider.problem === null
            ? []
            : [
                {
                  label: 'Problem',
                  value: (
                    <Status tone="bad" icon="bad">
                      {provider.problem}
                    </Status>
                  ),
                },
              ]),
        ]}
      />
      <PanelBody>
        <p className={`t2 ${styles.note ?? ''}`}>
          Register the redirect address with the provider. It must call addresses of people verified
          (email_verified). Whoever it does not know any more is signed out within minutes.
        </p>
        {mayEnd && (
          <Button variant="default" color="red" onClick={() => setRemoving(true)}>
            Remove identity provider…
          </Button>
        )}
      </PanelBody>
      {removing && <RemoveProvider provider={provider} onClose={() => setRemoving(false)} />}
    </Panel>
  );
}

function StandingStatus({ standing }: { readonly standing: Standing }) {
  switch (standing) {
    case 'on':
      return (
        <Status tone="ok" icon="ok">
          In effect
        </Status>
      );
    case 'problem':
      return (
        <Status tone="bad" icon="bad">
          Not in effect
        </Status>
      );
    case 'noDomain':
      return (
        <Status tone="wait" icon="clock">
          Waits for a verified domain
        </Status>
      );
    default:
      return (
        <Status tone="run" icon="load">
          In effect in a moment
        </Status>
      );
  }
}

function roleOf(
  { role, customRoleId }: { readonly role: string | null; readonly customRoleId: string | null },
  roles: SignOnTenant['roles'],
): string {
  if (role !== null) return BUILT_IN.find((known) => known.role === role)?.name ?? role;
  return roles.find(({ id }) => id === customRoleId)?.name ?? 'a role that is gone: nobody signs on';
}
