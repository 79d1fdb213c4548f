import type { KeyRowFragment } from '@/api/generated/keys';
import { inShort, permissionWord } from '@/format/permission';
import type { Column } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { isLive, isUnused } from '@/parts/key';
import { KeyEnd } from '@/parts/KeyEnd';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { menuColumn, textColumn, whenColumn } from '@/parts/table-columns';
import { Tag } from '@/parts/Tag';
import { TwoLines } from '@/parts/TwoLines';
import { When } from '@/parts/When';
import { ownerOf } from './key';
import styles from './keys.module.css';

interface ColumnContext {
  /** Name of a project. */
  readonly nameOf: (id: string) => string;
  readonly unusedAfterMs: number;
  /** Whoever rotates a key holds what it may. */
  readonly mayRotate: (key: KeyRowFragment) => boolean;
  readonly onRotate: (key: KeyRowFragment) => void;
  readonly onRevoke: (key: KeyRowFragment) => void;
}

export function columnsOf({
  nameOf,
  unusedAfterMs,
  mayRotate,
  onRotate,
  onRevoke,
}: ColumnContext): Column<KeyRowFragment>[] {
  const placesOf = ({ projectIds }: KeyRowFragment) =>
    projectIds.length === 0 ? 'all projects' : projectIds.map(nameOf).join(', ');
  return [
    {
      id: 'name',
      header: 'Key',
      name: true,
      width: 220,
      value: ({ name, prefix }) => `${name} ${prefix}`,
      cell: (key) => <KeyName of={key} unusedAfterMs={unusedAfterMs} />,
    },
    {
      id: 'owner',
      header: 'Belongs to',
      p2: true,
      width: 144,
      value: ownerOf,
      cell: (key) => (
        <span className={styles.named}>
          {key.serviceAccount !== null && <Icon name="terminal" size={14} />}
          <span className="cut" title={ownerOf(key)}>
            {ownerOf(key)}
          </span>
        </span>
      ),
    },
    {
      id: 'may',
      header: 'May',
      p2: true,
      value: ({ permissions }) => permissions.map(permissionWord).join(', '),
      exported: ({ permissions }) => permissions.join(' '),
      cell: (key) =>
        key.serviceAccount !== null ? (
          <span className="t2">what the account may</span>
        ) : (
          <TwoLines under={placesOf(key)} underTitle={placesOf(key)}>
            <span className="cut" title={key.permissions.map(permissionWord).join(', ')}>
              {inShort(key.permissions)}
            </span>
          </TwoLines>
        ),
    },
    textColumn('projects', 'Projects', placesOf, { optional: true }),
    {
      id: 'used',
      header: 'Last used',
      figures: true,
      p2: true,
      width: 136,
      value: ({ lastUsedAt }) => lastUsedAt,
      cell: (key) => <LastUsed of={key} unusedAfterMs={unusedAfterMs} />,
    },
    whenColumn('created', 'Created', ({ createdAt }) => createdAt, { optional: true }),
    {
      id: 'ends',
      header: 'Ends',
      figures: true,
      p2: true,
      width: 144,
      value: ({ revokedAt, expiresAt }) => revokedAt ?? expiresAt,
      cell: (key) => <KeyEnd of={key} />,
    },
    menuColumn(
      ({ name }) => name,
      (key) =>
        key.revokedAt == null
          ? [
              isLive(key, Date.now()) && mayRotate(key) && { label: 'Rotate…', run: () => onRotate(key) },
              { label: 'Revoke…', danger: true, run: () => onRevoke(key) },
            ]
          : [],
    ),
  ];
}

interface OfKey {
  readonly of: KeyRowFragment;
}

function KeyName({ of: key, unusedAfterMs }: OfKey & { readonly unusedAfterMs: number }) {
  const now = useNow();
  return (
    <>
      <span className={styles.named}>
        <span className="cut" title={key.name}>
          {key.name}
        </span>
        {isUnused(key, now, unusedAfterMs) && <Tag>unused</Tag>}
      </span>
      <span className={`mono only-wide ${styles.under ?? ''}`}>{key.prefix}…</span>
      <span className={`only-narrow ${styles.under ?? ''}`}>
        <KeyEnd of={key} />
      </span>
    </>
  );
}

function LastUsed({ of: key, unusedAfterMs }: OfKey & { readonly unusedAfterMs: number }) {
  const now = useNow();
  const words = key.lastUsedAt == null ? 'never' : <When at={key.lastUsedAt} />;
  if (!isUnused(key, now, unusedAfterMs)) {
    return isLive(key, now) ? words : <span className="t3">{words}</span>;
  }
  return (
    <Status tone="warn" icon="warn">
      {words}
    </Status>
  );
}
