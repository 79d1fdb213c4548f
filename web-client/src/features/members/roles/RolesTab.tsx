import { useMemo } from 'react';
import { grantsOf, isBuiltIn, type RoleChoice } from '@/features/members/grants';
import type { Organisation } from '@/features/members/organisation';
import { PERMISSION_AREAS } from '@/format/permission';
import { count, counted } from '@/format/number';
import { DataTable, type Column } from '@/parts/data-table';
import { textColumn } from '@/parts/table-columns';
import { Tag } from '@/parts/Tag';
import styles from './roles.module.css';
import { meaningOf } from './role';
import { words } from './words';

const says = words.rolesTab;

interface RolesTabProps {
  readonly organisation: Organisation | undefined;
  /** The role beside the table; empty: none. */
  readonly open: string;
  readonly onOpen: (role: string) => void;
}

interface RoleLine extends RoleChoice {
  readonly isOwn: boolean;
  readonly holders: string;
}

const ALL = PERMISSION_AREAS.reduce((sum, { members }) => sum + members.length, 0);

/** Built-in roles and those of the organisation; one opens beside the table. */
export function RolesTab({ organisation, open, onOpen }: RolesTabProps) {
  const rows = useMemo(
    () => (organisation === undefined ? undefined : linesOf(organisation)),
    [organisation],
  );
  const columns = useMemo(() => columnsOf(onOpen), [onOpen]);
  return (
    <DataTable
      label="Roles"
      noun={['role', 'roles']}
      columns={columns}
      rows={rows}
      rowId={({ role }) => role}
      prefix="roles-"
      placeholder={says.placeholder}
      csv="keelson-roles"
      marked={open}
    />
  );
}

function linesOf({ choices, roles, members, hasMore }: Organisation): RoleLine[] {
  return choices.map((choice) => {
    const own = roles.find(({ id }) => id === choice.role);
    const people = members.filter(({ grants }) =>
      grantsOf(grants).some(({ role }) => role === choice.role),
    ).length;
    return {
      ...choice,
      isOwn: own !== undefined,
      holders:
        own !== undefined
          ? holdersOf(own.holders, 'holder', 'holders')
          : hasMore
            ? says.andMore(people)
            : holdersOf(people, 'person', 'people'),
    };
  });
}

function holdersOf(number: number, one: string, many: string): string {
  return number === 0 ? 'nobody' : counted(number, one, many);
}

function columnsOf(onOpen: (role: string) => void): Column<RoleLine>[] {
  return [
    {
      id: 'name',
      header: 'Role',
      name: true,
      width: 208,
      value: ({ name }) => name,
      cell: ({ role, name, isOwn }) => (
        <span className={styles.named}>
          <button
            type="button"
            className={`cut ${styles.open ?? ''}`}
            title={name}
            onClick={() => onOpen(role)}
          >
            {name}
          </button>
          {!isOwn && <Tag>{says.builtIn}</Tag>}
        </span>
      ),
    },
    textColumn('words', says.inWords, wordsOf, { sortable: false }),
    {
      id: 'permissions',
      header: 'Permissions',
      unit: says.of(ALL),
      figures: true,
      p2: true,
      width: 136,
      value: ({ permissions }) => permissions.length,
      cell: ({ permissions }) => count(permissions.length),
    },
    {
      id: 'holders',
      header: says.heldBy,
      figures: true,
      width: 112,
      value: ({ holders }) => holders,
    },
  ];
}

function wordsOf({ role, may, permissions }: RoleLine): string {
  if (may === null) return meaningOf(permissions).does;
  return isBuiltIn(role) ? says.may(may) : may;
}
