import { Button } from '@mantine/core';
import type { KeyRowFragment } from '@/api/generated/keys';
import { inShort, permissionWord } from '@/format/permission';
import type { Column } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { endsSoon, isLive, isUnused } from '@/parts/key';
import { KeyEnd } from '@/parts/KeyEnd';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { Tag } from '@/parts/Tag';
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
          <>
            <span
              className={`cut ${styles.block ?? ''}`}
              title={key.permissions.map(permissionWord).join(', ')}
            >
              {inShort(key.permissions)}
            </span>
            <span className={`cut ${styles.under ?? ''}`} title={placesOf(key)}>
              {placesOf(key)}
            </span>
          </>
        ),
    },
    {
      id: 'projects',
      header: 'Projects',
      p2: true,
      optional: true,
      value: placesOf,
    },
    {
      id: 'used',
      header: 'Last used',
      figures: true,
      p2: true,
      width: 136,
      value: ({ lastUsedAt }) => lastUsedAt,
      cell: (key) => <LastUsed of={key} unusedAfterMs={unusedAfterMs} />,
    },
    {
      id: 'created',
      header: 'Created',
      figures: true,
      p2: true,
      optional: true,
      width: 104,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <When at={createdAt} />,
    },
    {
      id: 'ends',
      header: 'Ends',
      figures: true,
      p2: true,
      width: 144,
      value: ({ revokedAt, expiresAt }) => revokedAt ?? expiresAt,
      cell: (key) => <KeyEnd of={key} />,
    },
    {
      id: 'actions',
      header: 'Rotate, revoke',
      figures: true,
      actions: true,
      width: 168,
      value: () => null,
      cell: (key) =>
        key.revokedAt == null ? (
          <>
            {mayRotate(key) && <Rotate of={key} onRotate={onRotate} />}
            <Button
              variant="subtle"
              color="red"
              aria-label={`Revoke ${key.name}`}
              onClick={() => onRevoke(key)}
            >
              Revoke
            </Button>
          </>
        ) : (
          ''
        ),
    },
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

/** Drawn stronger for a key that ends soon: then its place should be taken. */
function Rotate({ of: key, onRotate }: OfKey & { readonly onRotate: (key: KeyRowFragment) => void }) {
  const now = useNow();
  if (!isLive(key, now)) return null;
  return (
    <Button
      variant={endsSoon(key, now) ? 'default' : 'subtle'}
      aria-label={`Rotate ${key.name}`}
      onClick={() => onRotate(key)}
    >
      Rotate
    </Button>
  );
}
