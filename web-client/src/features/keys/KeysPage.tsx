import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { Link } from 'react-router';
import { isHidden, toFailure } from '@/api/failure';
import { ApiKeysDocument, type ApiKeysQueryVariables, type KeyRowFragment } from '@/api/generated/keys';
import { useProjectNames } from '@/api/project-names';
import { usePages } from '@/api/use-pages';
import { durationMs } from '@/format/time';
import { RevokeKey } from '@/parts/apikey/RevokeKey';
import { RotateKey } from '@/parts/apikey/RotateKey';
import { Banner } from '@/parts/Banner';
import { DataTable } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { endsSoon, isLive, isUnused, mayDo } from '@/parts/key';
import { ListFailed } from '@/parts/ListFailed';
import { useNow } from '@/parts/now';
import { PageHead } from '@/parts/PageHead';
import { Panel } from '@/parts/Panel';
import { Empty, Failed, Hidden } from '@/parts/states';
import { StripSkeleton } from '@/parts/Strip';
import { Segments, useTab, type Tab } from '@/parts/Tabs';
import { useAsked } from '@/parts/use-asked';
import { useParam } from '@/parts/use-param';
import { paths } from '@/paths';
import { CreateKeyDialog } from './CreateKeyDialog';
import { columnsOf } from './key-columns';
import { FIGURE_LABELS, KeysGlance } from './KeysGlance';
import { PolicyDialog } from './PolicyDialog';
import { ruleInWords } from './policy';

const PAGE_SIZE = 100;

/** Until the organisation's own rule is known. */
const UNUSED_MS = 60 * 86_400_000;

/** Which keys the table shows. */
const SHOWN: readonly Tab[] = [
  { key: 'all', label: 'All' },
  { key: 'unused', label: 'Unused' },
  { key: 'ending', label: 'Ending' },
  { key: 'left', label: 'Left behind' },
  { key: 'ended', label: 'Ended' },
];

type Test = (key: KeyRowFragment, nowMs: number, unusedAfterMs: number) => boolean;

interface Shown {
  readonly filter: NonNullable<ApiKeysQueryVariables['filter']>;
  /** What was loaded before, and what changes while the page is open. */
  readonly test: Test;
  /** What is said where there is none. */
  readonly none: string;
}

const FILTERS: Readonly<Record<string, Shown>> = {
  unused: { filter: 'UNUSED', test: isUnused, none: 'No key is unused' },
  ending: { filter: 'ENDING_SOON', test: endsSoon, none: 'No key ends within 14 days' },
  left: {
    filter: 'LEFT_BEHIND',
    test: (key, nowMs) => isLive(key, nowMs) && key.serviceAccount !== null,
    none: 'No account has a key whose maker has left',
  },
  ended: { filter: 'ENDED', test: (key, nowMs) => !isLive(key, nowMs), none: 'No key has ended' },
};

/** What machines sign in with: created once, seen once, revoked for good. */
export function KeysPage() {
  const shown = useTab(SHOWN, 'show');
  const of = FILTERS[shown] ?? null;
  const [last, setLast] = useState<{ readonly of: string; readonly cursor: string | null } | null>(null);
  const after = last?.of === shown ? last.cursor : null;
  const [{ data, error, fetching }, ask] = usePages({
    query: ApiKeysDocument,
    variables: { first: PAGE_SIZE, after, filter: of?.filter ?? null },
  });
  const [creating, setCreating] = useAsked('create');
  const [revoking, setRevoking] = useState<KeyRowFragment | null>(null);
  const [rotating, setRotating] = useState<KeyRowFragment | null>(null);
  const [askedToRotate, askToRotate] = useParam('rotate');
  const [ruling, setRuling] = useState(false);
  const now = useNow();
  const failure = error === undefined ? null : toFailure(error);
  const connection = data?.apiKeys;
  const keys = useMemo(() => connection?.edges.map(({ node }) => node), [connection]);
  const projects = useProjectNames(data?.viewer.permissionsSomewhere);
  const nameOf = useCallback(
    (id: string) => projects.find((project) => project.id === id)?.name ?? `project …${id.slice(-6)}`,
    [projects],
  );
  const policy = data?.tenant.keyPolicy;
  const unusedAfterMs = durationMs(policy?.unusedAfter ?? '') ?? UNUSED_MS;
  const mine = data?.viewer.permissions;
  const asked = keys?.find(({ id }) => id === askedToRotate);
  const [begun, setBegun] = useState('');
  // The dialog keeps what it began with: its secret must outlive a list that is loaded anew.
  const mayRotate = asked !== undefined && mayDo(mine, asked);
  if (asked !== undefined && begun !== asked.id && isLive(asked, now) && mayRotate) {
    setBegun(asked.id);
    setRotating(asked);
  }
  const columns = useMemo(
    () =>
      columnsOf({
        nameOf,
        unusedAfterMs,
        mayRotate: (key) => mayDo(mine, key),
        onRotate: setRotating,
        onRevoke: setRevoking,
      }),
    [nameOf, unusedAfterMs, mine],
  );
  const rows = useMemo(
    () => keys?.filter((key) => of?.test(key, now, unusedAfterMs) ?? true),
    [keys, of, now, unusedAfterMs],
  );
  // Those of another list, until its own are there.
  const isAwaited = fetching && rows?.length === 0;
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
              {/* Where there is none yet, the list offers it. */}
              {(of !== null || keys.length > 0) && create}
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
          {asked !== undefined && !mayRotate && (
            <Banner tone="info">
              You cannot rotate {asked.name}: it may do what you may not. Someone who may do all of it can.
            </Banner>
          )}
          {failure !== null && <ListFailed what="API keys" begun failure={failure} onRetry={again} />}
          {keys === undefined ? (
            <StripSkeleton labels={FIGURE_LABELS} />
          ) : (
            data !== undefined &&
            (keys.length > 0 || of !== null) && (
              <KeysGlance
                keys={keys}
                counts={data.tenant.apiKeyCounts}
                isWhole={of === null && !(fetching && after === null)}
                more={connection?.pageInfo.hasNextPage === true}
                unusedAfterMs={unusedAfterMs}
              />
            )
          )}
          <DataTable
            label="API keys"
            noun={['key', 'keys']}
            columns={columns}
            rows={isAwaited ? undefined : rows}
            rowId={({ id }) => id}
            height="tall"
            placeholder="Name or permission"
            csv="keelson-api-keys"
            more={
              connection?.pageInfo.hasNextPage === true
                ? {
                    load: () => setLast({ of: shown, cursor: connection.pageInfo.endCursor }),
                    loading: fetching,
                  }
                : null
            }
            tools={<Segments label="Keys shown" tabs={SHOWN} param="show" />}
            empty={
              <Panel>
                {of === null ? (
                  <Empty title="No API keys yet">
                    <p>
                      A key lets a machine do what its permissions say: a pipeline, a notebook, a service.
                    </p>
                    {create}
                  </Empty>
                ) : (
                  <Empty title={of.none}>
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
      {rotating !== null && (
        <RotateKey
          apiKey={rotating}
          onClose={() => {
            setRotating(null);
            askToRotate('');
          }}
        />
      )}
      {ruling && data !== undefined && <PolicyDialog rules={data.tenant} onClose={() => setRuling(false)} />}
      {revoking !== null && <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}
