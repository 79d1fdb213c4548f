import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { ServiceAccountsDocument, type AccountRowFragment } from '@/api/generated/members';
import { holds } from '@/api/permissions';
import { describe } from '@/features/members/grants';
import styles from '@/features/members/members.module.css';
import type { Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import type { Column } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { ListTable, useList } from '@/parts/list-page';
import { Empty } from '@/parts/states';
import { menuColumn, whenColumn } from '@/parts/table-columns';
import { paths } from '@/paths';
import { AccountDialog } from './AccountDialog';
import { lastUsedOf, liveKeysOf } from './account';
import { words } from './words';

const says = words.accountsTab;

const PAGE_SIZE = 100;

interface AccountsTabProps {
  readonly organisation: Organisation | undefined;
  readonly onNew: () => void;
}

/** What programs sign in as: their keys belong to no person, and outlive whoever made them. */
export function AccountsTab({ organisation, onNew }: AccountsTabProps) {
  // Keys are shown to those only who may make some.
  const withKeys = holds(organisation?.mine, 'KEY_WRITE');
  const list = useList({
    query: ServiceAccountsDocument,
    variables: { withKeys },
    pageSize: PAGE_SIZE,
    rows: ({ tenant }) => tenant.serviceAccounts,
    pause: organisation === undefined,
  });
  const [editing, setEditing] = useState<AccountRowFragment | null>(null);
  const mayWrite = organisation?.mayWrite === true;
  const columns = useMemo(() => columnsOf(withKeys, mayWrite ? setEditing : null), [withKeys, mayWrite]);
  return (
    <>
      <ListTable
        label={says.label}
        noun={[says.serviceAccount, says.serviceAccounts]}
        list={list}
        columns={columns}
        prefix="accounts-"
        height="tall"
        placeholder={says.placeholder}
        csv="keelson-service-accounts"
        empty={
          <Empty title={says.title}>
            <p>{says.aPipeline}</p>
            {mayWrite && (
              <Button leftSection={<Icon name="plus" size={14} />} onClick={onNew}>
                {says.newServiceAccount}
              </Button>
            )}
          </Empty>
        }
      />
      {editing !== null && organisation !== undefined && (
        <AccountDialog
          account={editing}
          organisation={organisation}
          withKeys={withKeys}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

function columnsOf(
  withKeys: boolean,
  onEdit: ((account: AccountRowFragment) => void) | null,
): Column<AccountRowFragment>[] {
  const held = ({ grants }: AccountRowFragment) => grants.map(describe).join(', ');
  const columns: Column<AccountRowFragment>[] = [
    {
      id: 'name',
      header: 'Account',
      name: true,
      width: 232,
      value: ({ name, description }) => `${name} ${description ?? ''}`,
      exported: ({ name }) => name,
      cell: ({ name, description }) => (
        <span className={styles.person}>
          <Icon name="terminal" />
          <span className={styles.lines}>
            <span className="cut" title={name}>
              {name}
            </span>
            {description !== null && (
              <span className={`cut ${styles.under ?? ''}`} title={description}>
                {description}
              </span>
            )}
          </span>
        </span>
      ),
    },
    {
      id: 'roles',
      header: 'Roles',
      p2: true,
      value: held,
      cell: (account) =>
        account.grants.length === 0 ? (
          <span className="t3">none</span>
        ) : (
          <span className="cut" title={held(account)}>
            {held(account)}
          </span>
        ),
    },
  ];
  if (withKeys) {
    columns.push(
      {
        id: 'keys',
        header: 'Keys',
        figures: true,
        width: 80,
        value: (account) => liveKeysOf(account).length,
        cell: (account) => (
          <Link to={`${paths.keys()}?q=${encodeURIComponent(account.name)}`} data-link>
            {counted(liveKeysOf(account).length, 'key', 'keys')}
          </Link>
        ),
      },
      whenColumn('used', says.lastUsed, lastUsedOf, { width: 112 }),
    );
  }
  if (onEdit === null) return columns;
  return [
    ...columns,
    menuColumn(
      ({ name }) => says.named(name),
      (account) => [{ label: 'Change…', run: () => onEdit(account) }],
    ),
  ];
}
