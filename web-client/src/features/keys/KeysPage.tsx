import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { ApiKeysDocument, type KeyRowFragment } from '@/api/generated/keys';
import { counted } from '@/format/number';
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
import { RevokeKey } from './RevokeKey';

/** Which keys the table shows. */
const SHOWN: readonly Tab[] = [
  { key: 'all', label: 'All' },
  { key: 'unused', label: 'Unused' },
  { key: 'ending', label: 'Ending' },
  { key: 'ended', label: 'Ended' },
];

const TESTS: Readonly<Record<string, (key: KeyRowFragment, nowMs: number) => boolean>> = {
  unused: isUnused,
  ending: endsSoon,
  ended: (key, nowMs) => !isLive(key, nowMs),
};

/** What machines sign in with: created once, seen once, revoked for good. */
export function KeysPage() {
  const [{ data, error }, ask] = useQuery({ query: ApiKeysDocument });
  const [creating, setCreating] = useAsked('create');
  const [revoking, setRevoking] = useState<KeyRowFragment | null>(null);
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
  const columns = useMemo(() => columnsOf(nameOf, setRevoking), [nameOf]);
  const rows = useMemo(() => keys?.filter((key) => TESTS[shown]?.(key, now) ?? true), [keys, shown, now]);
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
        meta={<span>what machines sign in with: pipelines, notebooks, MLflow clients</span>}
        actions={keys !== undefined && create}
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
            keys.length > 0 && <KeysGlance keys={keys} />
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
          onClose={() => setCreating(false)}
        />
      )}
      {revoking !== null && <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}
