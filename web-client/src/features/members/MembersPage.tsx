import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { toFailure } from '@/api/failure';
import { MembersDocument, type MemberRowFragment } from '@/api/generated/members';
import { useSignedIn } from '@/api/session';
import { usePages } from '@/api/use-pages';
import { counted } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { ListFailed } from '@/parts/ListFailed';
import { AWAITED, PageHead } from '@/parts/PageHead';
import { Tag } from '@/parts/Tag';
import { When } from '@/parts/When';
import { describe, grantsOf } from './grants';
import { GrantsDialog } from './GrantsDialog';
import styles from './members.module.css';

const PAGE_SIZE = 50;

/** Who belongs to the organisation, and what each may do where. */
export function MembersPage() {
  const { tenant } = useSignedIn();
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, error, fetching }, ask] = usePages({
    query: MembersDocument,
    variables: { first: PAGE_SIZE, after },
  });
  const [editing, setEditing] = useState<MemberRowFragment | null>(null);
  const members = data?.tenant.members;
  const failure = error === undefined ? null : toFailure(error);
  const edges = data?.projects.edges;
  const projects = useMemo(() => edges?.map(({ node }) => node) ?? [], [edges]);
  const nameOf = useCallback(
    (id: string) => projects.find((project) => project.id === id)?.name ?? `project …${id.slice(-6)}`,
    [projects],
  );
  const mayWrite = data?.viewer.permissions.includes('MEMBER_WRITE') === true;
  const me = data?.viewer.person?.id;
  const columns = useMemo(
    () => columnsOf({ nameOf, me, ...(mayWrite ? { onEdit: setEditing } : {}) }),
    [nameOf, me, mayWrite],
  );
  const rows = useMemo(() => members?.edges.map(({ node }) => node), [members]);

  return (
    <>
      <PageHead
        title="Members"
        meta={
          rows === undefined ? (
            failure === null && AWAITED
          ) : (
            <span>
              {counted(rows.length, 'member', 'members')} of {tenant.name}
              {members?.pageInfo.hasNextPage === true && ', and more'}
            </span>
          )
        }
      />
      {failure !== null && (
        <ListFailed
          what="members"
          begun={rows !== undefined}
          failure={failure}
          onRetry={() => ask({ requestPolicy: 'network-only' })}
        />
      )}
      {(rows !== undefined || failure === null) && (
        <DataTable
          label="Members"
          noun={['member', 'members']}
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          height="tall"
          placeholder="Name, address or role"
          csv="keelson-members"
          more={
            members?.pageInfo.hasNextPage === true
              ? { load: () => setAfter(members.pageInfo.endCursor ?? null), loading: fetching }
              : null
          }
        />
      )}
      {editing !== null && (
        <GrantsDialog member={editing} projects={projects} nameOf={nameOf} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

interface ColumnContext {
  readonly nameOf: (id: string) => string;
  readonly me: string | undefined;
  readonly onEdit?: (member: MemberRowFragment) => void;
}

function columnsOf({ nameOf, me, onEdit }: ColumnContext): Column<MemberRowFragment>[] {
  const words = (member: MemberRowFragment) => [
    ...grantsOf(member).map((grant) => describe(grant, nameOf)),
    ...member.grants.flatMap(({ customRole }) => customRole?.name ?? []),
  ];
  const columns: Column<MemberRowFragment>[] = [
    {
      id: 'name',
      header: 'Name',
      name: true,
      width: 280,
      value: ({ person }) => `${person.name} ${person.email}`,
      cell: (member) => (
        <>
          <span className={`cut ${styles.block ?? ''}`} title={member.person.name}>
            {member.person.name}
            {member.person.id === me && <span className="t3"> · you</span>}
          </span>
          <span className={`cut only-wide ${styles.under ?? ''}`} title={member.person.email}>
            {member.person.email}
          </span>
          <span className={`cut only-narrow ${styles.under ?? ''}`}>
            {words(member).join(', ') || 'no role'}
          </span>
        </>
      ),
    },
    {
      id: 'roles',
      header: 'Roles',
      p2: true,
      value: (member) => words(member).join(', '),
      cell: (member) =>
        member.grants.length === 0 ? (
          <span className="t3">none</span>
        ) : (
          <span className={styles.tags} title={words(member).join(', ')}>
            {words(member).map((word) => (
              <Tag key={word}>{word}</Tag>
            ))}
          </span>
        ),
    },
    {
      id: 'joined',
      header: 'Joined',
      figures: true,
      p2: true,
      width: 120,
      value: ({ joinedAt }) => joinedAt,
      cell: ({ joinedAt }) => <When at={joinedAt} />,
    },
  ];
  if (onEdit !== undefined) {
    columns.push({
      id: 'change',
      header: 'Change',
      figures: true,
      actions: true,
      width: 96,
      value: () => null,
      cell: (member) => (
        <Button
          variant="default"
          aria-label={`Change roles of ${member.person.name}`}
          onClick={() => onEdit(member)}
        >
          Change
        </Button>
      ),
    });
  }
  return columns;
}
