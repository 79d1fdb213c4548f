import { Button } from '@mantine/core';
import type { KeyRowFragment } from '@/api/generated/keys';
import { counted, NO_VALUE } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { useNow } from '@/parts/now';
import { Status } from '@/parts/Status';
import { When } from '@/parts/When';
import { stateOf } from './key';
import styles from './keys.module.css';

export function columnsOf(
  nameOf: (id: string) => string,
  onRevoke: (key: KeyRowFragment) => void,
): Column<KeyRowFragment>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      name: true,
      value: ({ name, prefix }) => `${name} ${prefix}`,
      cell: ({ name, prefix }) => (
        <>
          <span className={`cut ${styles.block ?? ''}`} title={name}>
            {name}
          </span>
          <span className={`mono ${styles.under ?? ''}`}>{prefix}…</span>
        </>
      ),
    },
    {
      id: 'state',
      header: 'State',
      width: 136,
      value: ({ revokedAt, expiresAt }) => revokedAt ?? expiresAt,
      cell: (key) => <KeyStatus of={key} />,
    },
    {
      id: 'permissions',
      header: 'Permissions',
      p2: true,
      value: ({ permissions }) => permissions.join(' '),
      cell: ({ permissions }) => (
        <span title={permissions.join(', ')}>{counted(permissions.length, 'permission', 'permissions')}</span>
      ),
    },
    {
      id: 'projects',
      header: 'Projects',
      p2: true,
      value: ({ projectIds }) => projectIds.map(nameOf).join(', '),
      cell: ({ projectIds }) =>
        projectIds.length === 0 ? (
          'all'
        ) : (
          <span title={projectIds.map(nameOf).join(', ')}>{projectIds.map(nameOf).join(', ')}</span>
        ),
    },
    {
      id: 'used',
      header: 'Last used',
      figures: true,
      p2: true,
      width: 112,
      value: ({ lastUsedAt }) => lastUsedAt,
      cell: ({ lastUsedAt }) => (lastUsedAt == null ? NO_VALUE : <When at={lastUsedAt} />),
    },
    {
      id: 'created',
      header: 'Created',
      figures: true,
      p2: true,
      width: 112,
      value: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <When at={createdAt} />,
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

function KeyStatus({ of }: { readonly of: KeyRowFragment }) {
  const { tone, icon, word } = stateOf(of, useNow());
  return (
    <Status tone={tone} icon={icon}>
      {word}
    </Status>
  );
}
