import { useMemo, useState } from 'react';
import type { KeyRowFragment } from '@/api/generated/keys';
import { useAllowed } from '@/api/permissions';
import { durationMs } from '@/format/time';
import { RevokeKey } from '@/parts/apikey/RevokeKey';
import { RotateKey } from '@/parts/apikey/RotateKey';
import { Banner } from '@/parts/Banner';
import { mayDo } from '@/parts/key';
import { ListPage } from '@/parts/list-page';
import { StripSkeleton } from '@/parts/Strip';
import { Segments } from '@/parts/Tabs';
import { useAsked } from '@/parts/use-asked';
import { CreateKeyDialog } from './CreateKeyDialog';
import { columnsOf } from './key-columns';
import { FIGURE_LABELS, KeysGlance } from './KeysGlance';
import { PolicyDialog } from './PolicyDialog';
import { ruleInWords } from './policy';
import { SHOWN, useKeyList } from './use-key-list';
import { useRotation } from './use-rotation';

/** What machines sign in with: created once, seen once, revoked for good. */
export function KeysPage() {
  const { list, keys, of, policy, unusedAfterMs, projects, mine } = useKeyList();
  const [creating, setCreating] = useAsked('create');
  const [revoking, setRevoking] = useState<KeyRowFragment | null>(null);
  const { rotating, setRotating, refused, done } = useRotation(keys, mine);
  const [ruling, setRuling] = useState(false);
  const mayRule = useAllowed({ everywhere: ['TENANT_WRITE'] });
  const columns = useMemo(
    () =>
      columnsOf({
        nameOf: (id) => projects.find((project) => project.id === id)?.name ?? `project …${id.slice(-6)}`,
        unusedAfterMs,
        mayRotate: (key) => mayDo(mine, key),
        onRotate: setRotating,
        onRevoke: setRevoking,
      }),
    [projects, unusedAfterMs, mine, setRotating],
  );
  const { data } = list;
  return (
    <ListPage
      title="API keys"
      noun={['key', 'keys']}
      list={list}
      columns={columns}
      height="tall"
      placeholder="Name or permission"
      csv="keelson-api-keys"
      unchanged="Keys work as before."
      note={<span>{policy === undefined ? 'what machines sign in with' : ruleInWords(policy)}</span>}
      tools={<Segments label="Keys shown" tabs={SHOWN} param="show" />}
      create={data === undefined ? null : { label: 'Create key', icon: 'plus', run: () => setCreating(true) }}
      also={
        mayRule && data !== undefined
          ? [{ label: 'Key policy', icon: 'gear', run: () => setRuling(true) }]
          : []
      }
      above={
        <>
          {refused !== null && (
            <Banner tone="info">
              You cannot rotate {refused.name}: it may do what you may not. Someone who may do all of it can.
            </Banner>
          )}
          {list.isAwaited && keys === undefined && <StripSkeleton labels={FIGURE_LABELS} />}
          {keys !== undefined && data !== undefined && (keys.length > 0 || of !== null) && (
            <KeysGlance
              keys={keys}
              counts={data.tenant.apiKeyCounts}
              isWhole={of === null && !list.isAwaited}
              more={list.more !== null}
              unusedAfterMs={unusedAfterMs}
            />
          )}
        </>
      }
      alsoFiltered={{ params: ['show'], isActive: of !== null, none: of?.none }}
      nothing={{
        title: 'No API keys yet',
        text: 'A key lets a machine do what its permissions say: a pipeline, a notebook, a service.',
      }}
    >
      {creating && data !== undefined && (
        <CreateKeyDialog
          projects={projects}
          mine={data.viewer.permissions}
          maxLifeMs={durationMs(policy?.maxLife ?? '')}
          onClose={() => setCreating(false)}
        />
      )}
      {rotating !== null && <RotateKey apiKey={rotating} onClose={done} />}
      {ruling && data !== undefined && <PolicyDialog rules={data.tenant} onClose={() => setRuling(false)} />}
      {revoking !== null && <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />}
    </ListPage>
  );
}
