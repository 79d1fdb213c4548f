import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { toFailure } from '@/api/failure';
import { ServiceAccountsDocument, type AccountRowFragment } from '@/api/generated/members';
import { usePages } from '@/api/use-pages';
import { describe } from '@/features/members/grants';
import styles from '@/features/members/members.module.css';
import type { Organisation } from '@/features/members/organisation';
import { counted, NO_VALUE } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { ListFailed } from '@/parts/ListFailed';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { When } from '@/parts/When';
import { paths } from '@/paths';
import { AccountDialog } from './AccountDialog';
import { lastUsedOf, liveKeysOf } from './account';

const PAGE_SIZE = 100;

interface AccountsTabProps {
  readonly organisation: Organisation | undefined;
  readonly onNew: () => void;
}

/** What programs sign in as: their keys belong to no person, and outlive whoever made them. */
export function AccountsTab({ organisation, onNew }: AccountsTabProps) {
  const [after, setAfter] = useState<string | null>(null);
  // Keys are shown to those only who may make some.
  const withKeys = organisation?.mine.includes('KEY_WRITE') === true;
  const [{ data, error, fetching }, ask] = usePages({
    query: ServiceAccountsDocument,
    variables: { first: PAGE_SIZE, after, withKeys },
    pause: organisation === undefined,
  });
  const [editing, setEditing] = useState<AccountRowFragment | null>(null);
  const failure = error === undefined ? null : toFailure(error);
  const accounts = data?.tenant.serviceAccounts;
  const rows = useMemo(() => accounts?.edges.map(({ node }) => node), [accounts]);
  const mayWrite = organisation?.mayWrite === true;
  const columns = useMemo(() => columnsOf(withKeys, mayWrite ? setEditing : null), [withKeys, mayWrite]);

  return (
    <>
      {failure !== null && (
        <ListFailed
          what="service accounts"
          begun={rows !== undefined}
          failure={failure}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      )}
      {(rows !== undefined || failure === null) && (
        <DataTable
          label="Service accounts"
          noun={['service account', 'service accounts']}
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          prefix="accounts-"
          height="tall"
          placeholder="Account or role"
          csv="keelson-service-accounts"
          more={
            accounts?.pageInfo.hasNextPage === true
              ? { load: () => setAfter(accounts.pageInfo.endCursor), loading: fetching }
              : null
          }
          empty={
            <Panel>
              <Empty title="No service accounts yet">
                <p>
                  A pipeline or a service signs in as one. Its keys belong to the account, not to a person:
                  they go on when somebody leaves, and may what the account may.
                </p>
                {mayWrite && (
                  <Button leftSection={<Icon name="plus" size={14} />} onClick={onNew}>
                    New service account
                  </Button>
                )}
              </Empty>
            </Panel>
          }
        />
      )}
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
      {
        id: 'used',
        header: 'Last used',
        figures: true,
        p2: true,
        width: 112,
        value: lastUsedOf,
        cell: (account) => {
          const at = lastUsedOf(account);
          return at === null ? NO_VALUE : <When at={at} />;
        },
      },
    );
  }
  if (onEdit !== null) {
    columns.push({
      id: 'change',
      header: 'Change',
      figures: true,
      actions: true,
      width: 96,
      value: () => null,
      cell: (account) => (
        <Button
          variant="default"
          aria-label={`Change service account ${account.name}`}
          onClick={() => onEdit(account)}
        >
          Change
        </Button>
      ),
    });
  }
  return columns;
}
