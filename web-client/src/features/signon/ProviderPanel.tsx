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
import { words } from './words';

const says = words.panel;

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
      <Panel title={says.title}>
        <Empty title={says.none}>
          <p>{says.noneText}</p>
          {mayWrite ? (
            <Button leftSection={<Icon name="plus" size={14} />} onClick={onSet}>
              {says.set}
            </Button>
          ) : (
            <p>{says.notYours}</p>
          )}
        </Empty>
      </Panel>
    );
  }
  return (
    <Panel title={says.title} end={<StandingStatus standing={standingOf(tenant)} />}>
      <KeyValue
        facts={[
          { label: says.issuer, value: <span className={styles.text}>{provider.issuer}</span> },
          { label: says.client, value: <span className={styles.text}>{provider.clientId}</span> },
          { label: says.secret, value: says.secretKept },
          { label: says.role, value: roleOf(provider, tenant.roles) },
          {
            label: says.redirect,
            value: (
              <span className={styles.copied}>
                <span className={styles.text}>{provider.redirectUri}</span>
                <CopyButton text={provider.redirectUri} label={says.copyRedirect} />
              </span>
            ),
          },
          ...(provider.problem === null
            ? []
            : [
                {
                  label: says.problem,
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
        <p className={`t2 ${styles.note ?? ''}`}>{says.note}</p>
        {mayEnd && (
          <Button variant="default" color="red" onClick={() => setRemoving(true)}>
            {says.remove}
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
          {says.inEffect}
        </Status>
      );
    case 'problem':
      return (
        <Status tone="bad" icon="bad">
          {says.notInEffect}
        </Status>
      );
    case 'noDomain':
      return (
        <Status tone="wait" icon="clock">
          {says.waitsForDomain}
        </Status>
      );
    default:
      return (
        <Status tone="run" icon="load">
          {says.soon}
        </Status>
      );
  }
}

function roleOf(
  { role, customRoleId }: { readonly role: string | null; readonly customRoleId: string | null },
  roles: SignOnTenant['roles'],
): string {
  if (role !== null) return BUILT_IN.find((known) => known.role === role)?.name ?? role;
  return roles.find(({ id }) => id === customRoleId)?.name ?? says.roleGone;
}
