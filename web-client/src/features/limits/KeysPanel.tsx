import { useState } from 'react';
import { Link } from 'react-router';
import type { LimitDetailsQuery } from '@/api/generated/limits';
import type { Permission } from '@/api/permissions';
import { count, percent } from '@/format/number';
import { RevokeKey } from '@/parts/apikey/RevokeKey';
import { RotateKey } from '@/parts/apikey/RotateKey';
import { isUnused, mayDo } from '@/parts/key';
import { KeyEnd } from '@/parts/KeyEnd';
import { ShareBar } from '@/parts/Meter';
import { useNow } from '@/parts/now';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { Status } from '@/parts/Status';
import table from '@/parts/table.module.css';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { BodySkeleton } from '@/parts/PanelSkeleton';
import { KeyActions } from './KeyActions';
import { shown, type KeyUse } from './key-use';
import styles from './limits.module.css';
import { words } from './words';

const says = words.keys;

type KeyCounts = NonNullable<LimitDetailsQuery['tenant']['apiKeyCounts']>;

interface KeysPanelProps {
  /** In force, those that took most points first; undefined until they are there. */
  readonly busiest: readonly KeyUse[] | undefined;
  /** In force, the newest of those that nobody uses. */
  readonly unused: readonly KeyUse[] | undefined;
  /** Of all keys; null until they are known. */
  readonly counts: KeyCounts | null;
  /** What the reader may do; undefined while it is not known. */
  readonly mine: readonly Permission[] | undefined;
  readonly unusedAfterMs: number;
}

/** Which keys use the points, and which nobody uses: to be replaced or ended where they stand. */
export function KeysPanel({ busiest, unused, counts, mine, unusedAfterMs }: KeysPanelProps) {
  // Dialogs keep the key that they began with: the list is loaded anew once it has changed.
  const [ending, setEnding] = useState<KeyUse | null>(null);
  const [rotating, setRotating] = useState<KeyUse | null>(null);
  const now = useNow();
  const keys = busiest === undefined ? undefined : shown(busiest, unused ?? [], now);
  const all = Math.max(counts?.inForce ?? 0, keys?.length ?? 0);
  return (
    <Panel
      title={says.title}
      note={says.inForce}
      end={
        <span className={styles.links}>
          <Link to={`${paths.keys()}?create`} data-link>
            {says.create}
          </Link>
          {(counts?.unused ?? 0) > 0 && (
            <Link to={`${paths.keys()}?show=unused`} data-link>
              {says.unusedLink(counts?.unused ?? 0)}
            </Link>
          )}
          <Link to={paths.keys()} data-link>
            {says.all}
          </Link>
        </span>
      }
    >
      {keys === undefined ? (
        <BodySkeleton />
      ) : keys.length === 0 ? (
        <Empty title={says.none}>
          <p>{says.noneText}</p>
        </Empty>
      ) : (
        <>
          <Keys
            keys={keys}
            unusedAfterMs={unusedAfterMs}
            mayRotate={(key) => mayDo(mine, key)}
            onEnd={setEnding}
            onRotate={setRotating}
          />
          <p className={styles.note}>
            {all > keys.length && says.shown(keys.length, all)}
            {says.note}
          </p>
        </>
      )}
      {ending !== null && <RevokeKey apiKey={ending} onClose={() => setEnding(null)} />}
      {rotating !== null && <RotateKey apiKey={rotating} onClose={() => setRotating(null)} />}
    </Panel>
  );
}

interface KeysProps {
  readonly keys: readonly KeyUse[];
  readonly unusedAfterMs: number;
  /** Whoever rotates a key holds what it may. */
  readonly mayRotate: (key: KeyUse) => boolean;
  readonly onEnd: (key: KeyUse) => void;
  readonly onRotate: (key: KeyUse) => void;
}

function Keys({ keys, unusedAfterMs, mayRotate, onEnd, onRotate }: KeysProps) {
  const now = useNow();
  const actionsOf = (key: KeyUse) => (
    <KeyActions
      of={key}
      isUnused={isUnused(key, now, unusedAfterMs)}
      mayRotate={mayRotate(key)}
      onEnd={() => onEnd(key)}
      onRotate={() => onRotate(key)}
    />
  );
  return (
    <table className={`${table.table ?? ''} ${styles.quotas ?? ''} ${styles.keys ?? ''}`}>
      <caption className="sr">{says.label}</caption>
      <thead>
        <tr>
          <th scope="col">{says.key}</th>
          <th scope="col" className="only-wide">
            {says.owner}
          </th>
          <th scope="col" data-figures>
            {says.used}
          </th>
          <th scope="col" data-figures className="only-wide">
            {says.calls}
          </th>
          <th scope="col" data-figures>
            {says.points}
          </th>
          <th scope="col" data-figures className="only-wide">
            {says.share}
          </th>
          <th scope="col" data-figures className="only-wide">
            {says.ends}
          </th>
          <th scope="col" data-figures className="only-wide">
            <span className="sr">{says.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <td data-name>
              <span className={`cut ${styles.who ?? ''}`} title={key.name}>
                {key.name}
              </span>{' '}
              <span className="mono t3 f12 only-wide">{key.prefix}…</span>{' '}
              {isUnused(key, now, unusedAfterMs) && <Tag>{says.unused}</Tag>}
              <span className={`only-narrow ${styles.under ?? ''}`}>
                <span className={styles.links}>
                  <KeyEnd of={key} />
                  {actionsOf(key)}
                </span>
              </span>
            </td>
            <td className="only-wide">{key.serviceAccount?.name ?? key.createdBy.label}</td>
            <td data-figures>
              <LastUsed of={key} isUnused={isUnused(key, now, unusedAfterMs)} />
            </td>
            <td data-figures className="only-wide">
              {count(key.lastWeek.calls)}
            </td>
            <td data-figures>{count(key.lastWeek.points)}</td>
            <td data-figures className="only-wide">
              <Share of={key} />
            </td>
            <td data-figures className="only-wide">
              <KeyEnd of={key} />
            </td>
            <td data-figures className="only-wide">
              {actionsOf(key)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastUsed({ of: { lastUsedAt }, isUnused }: { readonly of: KeyUse; readonly isUnused: boolean }) {
  const when = lastUsedAt === null ? says.never : <When at={lastUsedAt} />;
  return isUnused ? (
    <Status tone="warn" icon="warn">
      {when}
    </Status>
  ) : (
    when
  );
}

function Share({ of: { name, lastWeek } }: { readonly of: KeyUse }) {
  const share = percent(lastWeek.share);
  return (
    <span className={styles.share}>
      <ShareBar share={lastWeek.share} label={says.shareOf(share, name)} />
      <span className={styles.figure}>{share}</span>
    </span>
  );
}
