import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { isHidden, toFailure } from '@/api/failure';
import { ApiKeysDocument, type KeyRowFragment } from '@/api/generated/keys';
import { counted } from '@/format/number';
import { DataTable } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Empty, Failed, Hidden } from '@/parts/states';
import { useAsked } from '@/parts/use-asked';
import { CreateKeyDialog } from './CreateKeyDialog';
import { columnsOf } from './key-columns';
import { RevokeKey } from './RevokeKey';

/** What machines sign in with: created once, seen once, revoked for good. */
export function KeysPage() {
  const [{ data, error }, ask] = useQuery({ query: ApiKeysDocument });
  const [creating, setCreating] = useAsked('create');
  const [revoking, setRevoking] = useState<KeyRowFragment | null>(null);
  const failure = error === undefined ? null : toFailure(error);
  const keys = data?.apiKeys;
  const edges = data?.projects.edges;
  const projects = useMemo(() => edges?.map(({ node }) => node) ?? [], [edges]);
  const nameOf = useCallback(
    (id: string) => projects.find((project) => project.id === id)?.name ?? `project …${id.slice(-6)}`,
    [projects],
  );
  const columns = useMemo(() => columnsOf(nameOf, setRevoking), [nameOf]);
  const live = keys?.filter(({ revokedAt }) => revokedAt == null).length ?? 0;
  const again = () => ask({ requestPolicy: 'network-only' });

  return (
    <>
      <PageHead
        title="API keys"
        meta={
          keys === undefined ? (
            failure === null && AWAITED
          ) : (
            <span>{counted(live, 'key is', 'keys are')} not revoked</span>
          )
        }
        actions={
          keys !== undefined && (
            <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setCreating(true)}>
              Create key
            </Button>
          )
        }
      />
      {keys === undefined && failure !== null ? (
        <Panel>
          {isHidden(failure) ? (
            <Hidden />
          ) : (
            <Failed what="Could not load API keys" failure={failure} onRetry={again} />
          )}
        </Panel>
      ) : (
        <DataTable
          label="API keys"
          noun={['key', 'keys']}
          columns={columns}
          rows={keys}
          rowId={({ id }) => id}
          height="tall"
          csv="keelson-api-keys"
          empty={
            <Panel>
              <Empty title="No API keys yet">
                <p>
                  A key lets a machine do what its permissions say: a pipeline, a notebook, an MLflow client.
                </p>
                <Button leftSection={<Icon name="plus" size={14} />} onClick={() => setCreating(true)}>
                  Create key
                </Button>
              </Empty>
            </Panel>
          }
        />
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
