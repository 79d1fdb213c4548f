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
import { useAccountRights } from './use-account-rights';
import { SHOWN, useKeyList } from './use-key-list';
import { useRotation } from './use-rotation';
import { words } from './words';

const says = words.page;

/** What machines sign in with: created once, seen once, revoked for good. */
export function KeysPage() {
  const { list, keys, of, policy, unusedAfterMs, names, mine } = useKeyList();
  const { projects, isAwaited } = names;
  const rightsOfAccount = useAccountRights(keys, mine);
  const [creating, setCreating] = useAsked('create');
  const [revoking, setRevoking] = useState<KeyRowFragment | null>(null);
  const { rotating, setRotating, refused, done } = useRotation(keys, mine);
  const [ruling, setRuling] = useState(false);
  const mayRule = useAllowed({ everywhere: ['TENANT_WRITE'] });
  const columns = useMemo(
    () =>
      columnsOf({
        nameOf: (id) =>
          projects.find((project) => project.id === id)?.name ??
          (isAwaited ? null : says.unnamed(id.slice(-6))),
        rightsOfAccount,
        unusedAfterMs,
        mayRotate: (key) => mayDo(mine, key),
        onRotate: setRotating,
        onRevoke: setRevoking,
      }),
    [projects, isAwaited, rightsOfAccount, unusedAfterMs, mine, setRotating],
  );
  const { data } = list;
  return (
    <ListPage
      title={says.title}
      noun={says.noun}
      list={list}
      columns={columns}
      height="tall"
      placeholder={says.placeholder}
      csv="keelson-api-keys"
      unchanged={says.unchanged}
      note={<span>{policy === undefined ? says.about : ruleInWords(policy)}</span>}
      tools={<Segments label={says.shown} tabs={SHOWN} param="show" />}
      create={data === undefined ? null : { label: says.create, icon: 'plus', run: () => setCreating(true) }}
      also={
        mayRule && data !== undefined
          ? [{ label: says.policy, icon: 'gear', run: () => setRuling(true) }]
          : []
      }
      above={
        <>
          {refused !== null && <Banner tone="info">{says.notYours(refused.name)}</Banner>}
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
      nothing={says.nothing}
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
