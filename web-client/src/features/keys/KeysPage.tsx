import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { ApiKeysDocument, type KeyRowFragment } from '@/api/generated/keys';
import { counted } from '@/format/number';
import { durationMs } from '@/format/time';
import { DataTable } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Empty, Failed, Hidden } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { useAsked } from '@/parts/use-asked';
import { paths } from '@/paths';
import { CreateKeyDialog } from './CreateKeyDialog';
import { endsSoon, isLive, isUnused } from './key';
import { columnsOf } from './key-columns';
import { FIGURE_LABELS, KeysGlance } from './KeysGlance';
import { PolicyDialog } from './PolicyDialog';
import { ruleInWords } from './policy';
import { RevokeKey } from './RevokeKey';
import { RotateKey } from './RotateKey';

/** Until the organisation's own rule is known. */
const UNUSED_MS = 60 * 86_400_000;

/** Which keys the table shows. */
const SHOWN: readonly Tab[] = [
  { key: 'all', label: 'All' },
  { key: 'unused', label: 'Unused' },
  { key: 'ending', label: 'Ending' },
  { key: 'ended', label: 'Ended' },
];

type Test = (key: KeyRowFragment, nowMs: number, unusedAfterMs: number) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  unused: isUnused,
  ending: endsSoon,
  ended: (key, nowMs) => !isLive(key, nowMs),
};

/** What machines sign in with: created once, seen once, revoked for good. */
export function KeysPage() {
  const [{ data, error }, ask] = useQuery({ query: ApiKeysDocument });
  const [creating, setCreating] = useAsked('create');
  const [revoking, setRevoking] = useState<KeyRowFragment | null>(null);
  const [rotating, setRotating] = useState<KeyRowFragment | null>(null);
  const [ruling, setRuling] = useState(false);
  const shown = useTab(SHOWN, 'show');
  const now = useNow();
  const failure = error === undefined ? null : toFailure(error);
  const keys = data?.apiKeys;
  const edges = data?.projects.edges;
  const projects = useMemo(() => edges?.map(({ node }) => node) ?? [], [edges]);
  const nameOf = useCallback(
    (id: string) => projects.find((project) => project.id === id)?.name ?? `project …${id.slice(-6)}`,
    [projects],
  );
  const policy = data?.tenant.keyPolicy;
  const unusedAfterMs = durationMs(policy?.unusedAfter ?? '') ?? UNUSED_MS;
  const columns = useMemo(
    () => columnsOf({ nameOf, unusedAfterMs, onRotate: setRotating, onRevoke: setRevoking }),
    [nameOf, unusedAfterMs],
  );
  const rows = useMemo(
    () => keys?.filter((key) => TESTS[shown]?.(key, now, unusedAfterMs) ?? true),
    [keys, shown, now, unusedAfterMs],
  );
  const again = () => ask({ requestPolicy: 'network-only' });
  const create = (
    <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setCreating(true)}>
      Create key
    </Button>
  );

  return (
    <>
      <PageHead
        title="API keys"
        meta={
          policy === undefined ? <span>what machines sign in with</span> : <span>{ruleInWords(policy)}</span>
        }
        actions={
          keys !== undefined && (
            <>
              {data?.viewer.permissions.includes('TENANT_WRITE') === true && (
                <Button variant="default" onClick={() => setRuling(true)}>
                  Key policy
                </Button>
              )}
              {create}
            </>
          )
        }
      />
      {keys === undefined && failure !== null ? (
        <Panel>
          {isHidden(failure) ? (
            <Hidden />
          ) : (
            <Failed
              what="Could not load API keys"
              failure={failure}
              unchanged="Keys work as before."
              onRetry={again}
            />
          )}
        </Panel>
      ) : (
        <>
          {keys === undefined ? (
            <StripSkeleton labels={FIGURE_LABELS} />
          ) : (
            keys.length > 0 && <KeysGlance keys={keys} unusedAfterMs={unusedAfterMs} />
          )}
          <DataTable
            label="API keys"
            noun={['key', 'keys']}
            columns={columns}
            rows={rows}
            rowId={({ id }) => id}
            height="tall"
            placeholder="Name or permission"
            csv="keelson-api-keys"
            tools={<Segments label="Keys shown" tabs={SHOWN} param="show" />}
            empty={
              <Panel>
                {keys === undefined || keys.length === 0 ? (
                  <Empty title="No API keys yet">
                    <p>
                      A key lets a machine do what its permissions say: a pipeline, a notebook, an MLflow
                      client.
                    </p>
                    {create}
                  </Empty>
                ) : (
                  <Empty title={`None of ${counted(keys.length, 'key', 'keys')} is ${shown}`}>
                    <Button variant="default" component={Link} to={paths.keys()}>
                      Show all
                    </Button>
                  </Empty>
                )}
              </Panel>
            }
          />
        </>
      )}
      {creating && data !== undefined && (
        <CreateKeyDialog
          projects={projects}
          mine={data.viewer.permissions}
          maxLifeMs={durationMs(policy?.maxLife ?? '')}
          onClose={() => setCreating(false)}
        />
      )}
      {rotating !== null && <RotateKey apiKey={rotating} onClose={() => setRotating(null)} />}
      {ruling && data !== undefined && <PolicyDialog rules={data.tenant} onClose={() => setRuling(false)} />}
      {revoking !== null && <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}
