import { Button, type MantineColorScheme } from '@mantine/core';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { SettingsDocument, type SettingsQuery } from '@/api/generated/settings';
import { useSignedIn } from '@/api/session';
import { exactUtc } from '@/format/time';
import { Columns, Stack } from '@/parts/Columns';
import { Icon } from '@/parts/Icon';
import { KeyValue } from '@/parts/KeyValue';
import { PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { State } from '@/parts/State';
import { Failed, Skeleton } from '@/parts/states';
import { Tag } from '@/parts/Tag';
import { paths } from '@/paths';
import { useScheme } from '@/theme/scheme';
import styles from './settings.module.css';

const SCHEMES: readonly { readonly scheme: MantineColorScheme; readonly label: string }[] = [
  { scheme: 'light', label: 'Light' },
  { scheme: 'dark', label: 'Dark' },
  { scheme: 'auto', label: 'As the system' },
];

/** What is mine in this browser, what the organisation is, and what I may do in it. */
export function SettingsPage() {
  const { session, signOut } = useSignedIn();
  const [{ data, error }, ask] = useQuery({ query: SettingsDocument });
  const failure = error === undefined ? null : toFailure(error);
  return (
    <>
      <PageHead
        title="Settings"
        actions={
          <Button
            variant="default"
            leftSection={<Icon name="leave" size={14} />}
            onClick={() => void signOut()}
          >
            Sign out
          </Button>
        }
      />
      <Columns>
        <Stack>
          <Panel title="You">
            <KeyValue
              facts={[
                { label: 'Name', value: session.name },
                { label: 'Address', value: session.email },
              ]}
            />
          </Panel>
          <Panel title="Theme" note="of this browser">
            <ThemeChoice />
          </Panel>
        </Stack>
        <Stack>
          <Panel title="Organisation">
            {data == null && failure !== null ? (
              <Failed
                what="Could not load the organisation"
                failure={failure}
                onRetry={() => ask({ requestPolicy: 'network-only' })}
              />
            ) : data == null ? (
              <PanelBody>
                <div aria-busy="true">
                  <Skeleton width={220} />
                </div>
              </PanelBody>
            ) : (
              <Organisation tenant={data.tenant} />
            )}
          </Panel>
          {data != null && <Permissions permissions={data.viewer.permissions} />}
        </Stack>
      </Columns>
    </>
  );
}

function ThemeChoice() {
  const { colorScheme, setColorScheme } = useScheme();
  return (
    <fieldset className={styles.choice}>
      <legend className="sr">Theme</legend>
      {SCHEMES.map(({ scheme, label }) => (
        <label key={scheme}>
          <input
            type="radio"
            name="theme"
            checked={colorScheme === scheme}
            onChange={() => setColorScheme(scheme)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

function Organisation({ tenant }: { readonly tenant: SettingsQuery['tenant'] }) {
  return (
    <KeyValue
      facts={[
        { label: 'Name', value: tenant.name },
        { label: 'Slug', value: <span className="mono">{tenant.slug}</span> },
        { label: 'Plan', value: tenant.plan },
        { label: 'State', value: <State name={tenant.status} /> },
        { label: 'Created', value: exactUtc(tenant.createdAt) },
      ]}
    />
  );
}

function Permissions({ permissions }: { readonly permissions: SettingsQuery['viewer']['permissions'] }) {
  return (
    <Panel
      title="What you may do"
      note="in the whole organisation"
      end={
        permissions.includes('AUDIT_READ') && (
          <Link to={paths.audit()} data-link>
            Audit log
          </Link>
        )
      }
    >
      <PanelBody>
        {permissions.length === 0 ? (
          <p className="t2">Nothing in the whole organisation; your roles hold in single projects.</p>
        ) : (
          <ul className={styles.permissions} aria-label="Permissions">
            {permissions.map((permission) => (
              <li key={permission}>
                <Tag>{permission.toLowerCase().replaceAll('_', ' ')}</Tag>
              </li>
            ))}
          </ul>
        )}
      </PanelBody>
    </Panel>
  );
}
