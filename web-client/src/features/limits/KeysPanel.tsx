import { Link } from 'react-router';
import { count, counted, percent } from '@/format/number';
import { endsSoon, isUnused } from '@/parts/key';
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
import { inForce, SHOWN, shown, type KeyUse } from './key-use';
import styles from './limits.module.css';

interface KeysPanelProps {
  /** The newest of all that were made, those that have ended too; undefined until they are there. */
  readonly newest: readonly KeyUse[] | undefined;
  /** Whether there are older ones. */
  readonly hasOlder: boolean;
  /** Keys that count, older ones too; null while it is not known. */
  readonly total: number | null;
  readonly unusedAfterMs: number;
}

/** Which keys use the points, and which nobody uses. */
export function KeysPanel({ newest, hasOlder, total, unusedAfterMs }: KeysPanelProps) {
  const now = useNow();
  const keys = newest === undefined ? undefined : inForce(newest, now);
  const all = Math.max(total ?? 0, keys?.length ?? 0);
  const hasNone = all === 0 && (total !== null || !hasOlder);
  return (
    <Panel
      title="API keys"
      note="in force"
      end={
        <span className={styles.links}>
          <Link to={`${paths.keys()}?create`} data-link>
            New key
          </Link>
          <Link to={paths.keys()} data-link>
            All keys
          </Link>
        </span>
      }
    >
      {keys === undefined ? (
        <Awaited />
      ) : keys.length > 0 ? (
        <>
          <Keys keys={shown(keys, now, unusedAfterMs)} unusedAfterMs={unusedAfterMs} />
          {(all > SHOWN || hasOlder) && (
            <p className={styles.note}>
              {count(Math.min(SHOWN, keys.length))} of {count(all)}:{' '}
              {hasOlder && `of the newest ${count(newest?.length ?? 0)} keys `}
              those that took most points in seven days, and unused ones.
            </p>
          )}
        </>
      ) : hasNone ? (
        <Empty title="No key is in force">
          <p>A key lets a machine call; make one on the page of API keys.</p>
        </Empty>
      ) : (
        <Empty title={`None of the newest ${counted(newest?.length ?? 0, 'key', 'keys')} is in force`}>
          <p>
            {total === null ? 'Older keys may be' : counted(total, 'other key is', 'other keys are')}: they
            stand among all keys.
          </p>
        </Empty>
      )}
    </Panel>
  );
}

interface KeysProps {
  readonly keys: readonly KeyUse[];
  readonly unusedAfterMs: number;
}

function Keys({ keys, unusedAfterMs }: KeysProps) {
  const now = useNow();
  return (
    <table className={`${table.table ?? ''} ${styles.quotas ?? ''}`}>
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
                <End of={key} />
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
              <End of={key} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A key that ends soon is rotated on the page of keys, which knows whether one may. */
function End({ of: key }: { readonly of: KeyUse }) {
  const now = useNow();
  return (
    <span className={styles.links}>
      <KeyEnd of={key} />
      {endsSoon(key, now) && (
        <Link
          to={`${paths.keys()}?rotate=${encodeURIComponent(key.id)}`}
          aria-label={`Rotate ${key.name}`}
          data-link
        >
          Rotate
        </Link>
      )}
    </span>
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
      {words}
    </span>
  );
}
