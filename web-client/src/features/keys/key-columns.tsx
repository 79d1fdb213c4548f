import { Button } from '@mantine/core';
import type { KeyRowFragment } from '@/api/generated/keys';
import { inShort, permissionWord } from '@/format/permission';
import { calendarDate } from '@/format/time';
import type { Column } from '@/parts/data-table';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { isLive, isUnused, stateOf } from './key';
import styles from './keys.module.css';

export function columnsOf(
  nameOf: (id: string) => string,
  onRevoke: (key: KeyRowFragment) => void,
): Column<KeyRowFragment>[] {
  const placesOf = ({ projectIds }: KeyRowFragment) =>
    projectIds.length === 0 ? 'all projects' : projectIds.map(nameOf).join(', ');
  return [
    {
      id: 'name',
      header: 'Key',
      name: true,
      width: 220,
      value: ({ name, prefix }) => `${name} ${prefix}`,
      cell: (key) => <KeyName of={key} />,
    },
    {
      id: 'may',
      header: 'May',
      p2: true,
      value: ({ permissions }) => permissions.map(permissionWord).join(', '),
      exported: ({ permissions }) => permissions.join(' '),
      cell: (key) => (
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
      width: 144,
      value: ({ lastUsedAt }) => lastUsedAt,
      cell: (key) => <LastUsed of={key} />,
    },
    {
      id: 'created',
      header: 'Created',
      figures: true,
      p2: true,
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
      cell: (key) => <Ends of={key} />,
    },
    {
      id: 'revoke',
      header: 'Revoke',
      figures: true,
      actions: true,
      width: 96,
      value: () => null,
      cell: (key) =>
        key.revokedAt == null ? (
          <Button
            variant="default"
            color="red"
            aria-label={`Revoke ${key.name}`}
            onClick={() => onRevoke(key)}
          >
            Revoke
          </Button>
        ) : (
          ''
        ),
    },
  ];
}

interface OfKey {
  readonly of: KeyRowFragment;
}

function KeyName({ of: key }: OfKey) {
  const now = useNow();
  return (
    <>
      <span className={styles.named}>
        <span className="cut" title={key.name}>
          {key.name}
        </span>
        {isUnused(key, now) && <Tag>unused</Tag>}
      </span>
      <span className={`mono only-wide ${styles.under ?? ''}`}>{key.prefix}…</span>
      <span className={`only-narrow ${styles.under ?? ''}`}>
        <Ends of={key} />
      </span>
    </>
  );
}

/** When it ends, or why it has ended. */
function Ends({ of: key }: OfKey) {
  const { tone, icon, word } = stateOf(key, useNow());
  if (tone === 'ok') {
    return (
      <span className="num" title={key.expiresAt ?? undefined}>
        {key.expiresAt == null ? 'never' : calendarDate(key.expiresAt)}
      </span>
    );
  }
  return (
    <Status tone={tone} icon={icon}>
      {word}
    </Status>
  );
}

function LastUsed({ of: key }: OfKey) {
  const now = useNow();
  const words = key.lastUsedAt == null ? 'never' : <When at={key.lastUsedAt} />;
  if (!isUnused(key, now)) {
    return isLive(key, now) ? words : <span className="t3">{words}</span>;
  }
  return (
    <Status tone="warn" icon="warn">
      {words}
    </Status>
  );
}
