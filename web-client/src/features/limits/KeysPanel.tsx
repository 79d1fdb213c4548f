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
import { Awaited } from './Awaited';
import { KeyActions } from './KeyActions';
import { shown, type KeyUse } from './key-use';
import styles from './limits.module.css';

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
      title="API keys"
      note="in force"
      end={
        <span className={styles.links}>
          <Link to={`${paths.keys()}?create`} data-link>
            New key
          </Link>
          {(counts?.unused ?? 0) > 0 && (
            <Link to={`${paths.keys()}?show=unused`} data-link>
              {count(counts?.unused ?? 0)} unused
            </Link>
          )}
          <Link to={paths.keys()} data-link>
            All keys
          </Link>
        </span>
      }
    >
      {keys === undefined ? (
        <Awaited />
      ) : keys.length === 0 ? (
        <Empty title="No key is in force">
          <p>A key lets a machine call; make one on the page of API keys.</p>
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
            {all > keys.length &&
              `${count(keys.length)} of ${count(all)}: those that took most points in seven days, and unused ones. `}
            Rotating makes a new key and lets the old one live on for the overlap that you choose. An ended
            key closes its sockets and links within a second.
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
      <caption className="sr">API keys by the points they took</caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col" className="only-wide">
            Belongs to
          </th>
          <th scope="col" data-figures>
            Last used
          </th>
          <th scope="col" data-figures className="only-wide">
            Calls, 7 d
          </th>
          <th scope="col" data-figures>
            Points, 7 d
          </th>
          <th scope="col" data-figures className="only-wide">
            Share
          </th>
          <th scope="col" data-figures className="only-wide">
            Ends
          </th>
          <th scope="col" data-figures className="only-wide">
            <span className="sr">Rotate, end</span>
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
              {isUnused(key, now, unusedAfterMs) && <Tag>unused</Tag>}
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
  const words = lastUsedAt === null ? 'never' : <When at={lastUsedAt} />;
  return isUnused ? (
    <Status tone="warn" icon="warn">
      {words}
    </Status>
  ) : (
    words
  );
}

function Share({ of: { name, lastWeek } }: { readonly of: KeyUse }) {
  const words = percent(lastWeek.share);
  return (
    <span className={styles.share}>
      <ShareBar share={lastWeek.share} label={`${words} of all points are ${name}’s`} />
      <span className={styles.figure}>{words}</span>
    </span>
  );
}
