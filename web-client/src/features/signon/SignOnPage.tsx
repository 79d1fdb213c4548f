import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { SignOnDocument } from '@/api/generated/signon';
import { useRepeat } from '@/api/use-repeat';
import { holds } from '@/api/permissions';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel, PanelBody } from '@/parts/Panel';
import { SettingsTabs } from '@/parts/SettingsTabs';
import { Empty, Failed, Hidden, Skeleton } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { paths } from '@/paths';
import { Domains } from './Domains';
import { ProviderDialog } from './ProviderDialog';
import { ProviderPanel } from './ProviderPanel';
import { isAwaited } from './sign-on';
import { FIGURE_LABELS, SignOnGlance } from './SignOnGlance';

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
        title="Single sign-on"
        parents={[{ label: 'Settings', path: paths.settings() }]}
        meta={tenant === undefined ? failure === null && AWAITED : <span>of {tenant.name}</span>}
        actions={
          tenant?.signOnOffered === true && mayWrite && provider !== null ? (
            <Button onClick={() => setEditing(true)}>Edit identity provider</Button>
          ) : undefined
        }
      />
      <SettingsTabs />
      {tenant === undefined && failure !== null ? (
        <Panel>
          {isHidden(failure) ? (
            <Hidden />
          ) : (
            <Failed
              what="Could not load single sign-on"
              failure={failure}
              unchanged="People sign in as before."
              onRetry={() => ask({ requestPolicy: 'network-only' })}
            />
          )}
        </Panel>
      ) : tenant === undefined ? (
        <>
          <StripSkeleton lead labels={FIGURE_LABELS} />
          <Panel title="Identity provider">
            <PanelBody>
              <div aria-busy="true">
                <Skeleton width={220} />
              </div>
            </PanelBody>
          </Panel>
        </>
      ) : !tenant.signOnOffered ? (
        <Panel>
          <Empty title="Not offered on this installation">
            <p>
              An operator of the installation switches single sign-on on. Until then people sign in as before.
            </p>
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
