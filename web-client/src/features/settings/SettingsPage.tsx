import { Button, type MantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { SettingsDocument, type SettingsQuery } from '@/api/generated/settings';
import { holds, useRights } from '@/api/permissions';
import { useSignedIn } from '@/api/session';
import { areasOf } from '@/format/permission';
import { exactUtc } from '@/format/time';
import { Columns, Stack } from '@/parts/Columns';
import { Icon } from '@/parts/Icon';
import { KeyValue } from '@/parts/KeyValue';
import { LocalMails } from '@/parts/mails/LocalMails';
import { PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { BodySkeleton } from '@/parts/PanelSkeleton';
import { State } from '@/parts/State';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { Failed } from '@/parts/states';
import { setDensity, useDensity, type Density } from '@/theme/density';
import { useScheme } from '@/theme/scheme';
import { LeaveDialog } from './LeaveDialog';
import { OperationRules } from './OperationRules';
import { RenameDialog } from './RenameDialog';
import styles from './settings.module.css';
import { words } from './words';

const says = words.page;

const SCHEMES: readonly { readonly value: MantineColorScheme; readonly label: string }[] = [
  { value: 'light', label: says.light },
  { value: 'dark', label: says.dark },
  { value: 'auto', label: says.system },
];

const ROWS: readonly { readonly value: Density; readonly label: string }[] = [
  { value: 'comfortable', label: says.comfortable },
  { value: 'compact', label: says.compact },
];

/** What is mine in this browser, what the organisation is, and what I may do in it. */
export function SettingsPage() {
  const { session, signOut } = useSignedIn();
  const holdsSome = useRights().somewhere.length > 0;
  const [{ data, error }, ask] = useQuery({ query: SettingsDocument, variables: { holds: holdsSome } });
  const failure = error === undefined ? null : toFailure(error);
  const [open, setOpen] = useState<'rename' | 'leave' | null>(null);
  const member = data?.viewer.member ?? null;
  const mayChange = holds(data?.viewer.permissions, 'TENANT_WRITE');
  return (
    <>
      <PageHead
        title={says.title}
        actions={
          <Button
            variant="default"
            leftSection={<Icon name="leave" size={14} />}
            onClick={() => void signOut()}
          >
            {says.signOut}
          </Button>
        }
      />
      <SettingsTabs />
      <Columns>
        <Stack>
          <Panel title={says.you}>
            <KeyValue
              facts={[
                { label: says.name, value: session.name },
                { label: says.address, value: session.email },
              ]}
            />
          </Panel>
          <LocalMails />
          <Panel title={says.theme} note={says.ofBrowser}>
            <ThemeChoice />
          </Panel>
          <Panel title={says.rows} note={says.ofBrowser}>
            <DensityChoice />
          </Panel>
        </Stack>
        <Stack>
          <Panel title={words.organisation.title}>
            {data == null && failure !== null ? (
              <Failed
                what={words.organisation.notLoaded}
                failure={failure}
                onRetry={() => ask({ requestPolicy: 'network-only' })}
              />
            ) : data == null ? (
              <BodySkeleton />
            ) : (
              <>
                <Organisation tenant={data.tenant} />
                {(mayChange || member !== null) && (
                  <PanelBody>
                    <div className={styles.actions}>
                      {mayChange && (
                        <Button variant="default" onClick={() => setOpen('rename')}>
                          {words.organisation.rename}
                        </Button>
                      )}
                      {member !== null && (
                        <Button variant="default" color="red" onClick={() => setOpen('leave')}>
                          {words.organisation.leave(data.tenant.name)}
                        </Button>
                      )}
                    </div>
                  </PanelBody>
                )}
              </>
            )}
          </Panel>
          {data != null && <OperationRules rules={data.tenant} mayChange={mayChange} />}
          {data != null && <Permissions permissions={data.viewer.permissions} />}
        </Stack>
      </Columns>
      {open === 'rename' && data != null && (
        <RenameDialog tenant={data.tenant} onClose={() => setOpen(null)} />
      )}
      {open === 'leave' && member !== null && (
        <LeaveDialog
          expectedVersion={member.version}
          onClose={() => {
            setOpen(null);
            ask({ requestPolicy: 'network-only' });
          }}
        />
      )}
    </>
  );
}

function ThemeChoice() {
  const { colorScheme, setColorScheme } = useScheme();
  return <Choice legend={says.theme} options={SCHEMES} chosen={colorScheme} onChoose={setColorScheme} />;
}

function DensityChoice() {
  return <Choice legend={says.rows} options={ROWS} chosen={useDensity()} onChoose={setDensity} />;
}

interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

function Choice<Value extends string>({ legend, options, chosen, onChoose }: ChoiceProps<Value>) {
  return (
    <fieldset className={styles.choice}>
      <legend className="sr">{legend}</legend>
      {options.map(({ value, label }) => (
        <label key={value}>
          <input type="radio" name={legend} checked={value === chosen} onChange={() => onChoose(value)} />
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
        { label: words.organisation.name, value: tenant.name },
        { label: words.organisation.slug, value: <span className="mono">{tenant.slug}</span> },
        ...(tenant.plan === undefined ? [] : [{ label: words.organisation.plan, value: tenant.plan }]),
        { label: words.organisation.state, value: <State name={tenant.status} /> },
        { label: words.organisation.created, value: exactUtc(tenant.createdAt) },
      ]}
    />
  );
}

function Permissions({ permissions }: { readonly permissions: SettingsQuery['viewer']['permissions'] }) {
  return (
    <Panel title={words.permissions.title} note={words.permissions.everywhere}>
      {permissions.length === 0 ? (
        <PanelBody>
          <p className="t2">{words.permissions.none}</p>
        </PanelBody>
      ) : (
        <KeyValue
          facts={areasOf(permissions).map(({ area, members }) => ({
            label: area,
            value: (
              <ul className={styles.permissions} aria-label={area}>
                {members.map(({ permission, word }) => (
                  <li key={permission}>{word}</li>
                ))}
              </ul>
            ),
          }))}
        />
      )}
    </Panel>
  );
}
