import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { SignOnDocument } from '@/api/generated/signon';
import { useRepeat } from '@/api/use-repeat';
import { holds } from '@/api/permissions';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { PanelSkeleton } from '@/parts/PanelSkeleton';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { PanelNotLoaded } from '@/parts/PanelNotLoaded';
import { Empty } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { paths } from '@/paths';
import { Domains } from './Domains';
import { ProviderDialog } from './ProviderDialog';
import { ProviderPanel } from './ProviderPanel';
import { isAwaited } from './sign-on';
import { FIGURE_LABELS, SignOnGlance } from './SignOnGlance';
import { words } from './words';

const says = words.page;

/** A change is in effect a second or so later. */
const SOON_MS = 2_000;
const REPEAT_MS = 15_000;

/** People of the organisation's own domains sign in at its own identity provider. */
export function SignOnPage() {
  const [{ data, error }, ask] = useQuery({ query: SignOnDocument });
  useRepeat(SignOnDocument, {}, data == null ? null : isAwaited(data.tenant) ? SOON_MS : REPEAT_MS);
  const [editing, setEditing] = useState(false);
  const failure = error === undefined ? null : toFailure(error);
  const tenant = data?.tenant;
  const mayWrite = holds(data?.viewer.permissions, 'MEMBER_WRITE');
  const mayEnd = holds(data?.viewer.permissions, 'TENANT_WRITE');
  const provider = tenant?.signOnProvider ?? null;
  return (
    <>
      <PageHead
        title={says.title}
        parents={[{ label: says.settings, path: paths.settings() }]}
        meta={tenant === undefined ? failure === null && AWAITED : <span>{says.of(tenant.name)}</span>}
        actions={
          tenant?.signOnOffered === true && mayWrite && provider !== null ? (
            <Button onClick={() => setEditing(true)}>{says.edit}</Button>
          ) : undefined
        }
      />
      <SettingsTabs />
      {tenant === undefined && failure !== null ? (
        <PanelNotLoaded what={says.notLoaded} failure={failure} unchanged={says.unchanged} ask={ask} />
      ) : tenant === undefined ? (
        <>
          <StripSkeleton lead labels={FIGURE_LABELS} />
          <PanelSkeleton title={words.panel.title} />
        </>
      ) : !tenant.signOnOffered ? (
        <Panel>
          <Empty title={says.notOffered}>
            <p>{says.notOfferedText}</p>
          </Empty>
        </Panel>
      ) : (
        <>
          <SignOnGlance tenant={tenant} />
          <ProviderPanel tenant={tenant} mayWrite={mayWrite} mayEnd={mayEnd} onSet={() => setEditing(true)} />
          <Domains
            domains={tenant.signOnDomains}
            mayWrite={mayWrite}
            mayEnd={mayEnd}
            withProvider={provider !== null}
          />
          {editing && (
            <ProviderDialog
              provider={provider}
              roles={tenant.roles}
              mine={data?.viewer.permissions ?? []}
              onClose={() => setEditing(false)}
            />
          )}
        </>
      )}
    </>
  );
}
