import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { TeamsDocument, type TeamRowFragment } from '@/api/generated/members';
import { describe } from '@/features/members/grants';
import styles from '@/features/members/members.module.css';
import type { Organisation } from '@/features/members/organisation';
import { count, NO_VALUE } from '@/format/number';
import { Avatar } from '@/parts/Avatar';
import type { Column } from '@/parts/data-table';
import { Icon } from '@/parts/Icon';
import { ListTable, useList } from '@/parts/list-page';
import { Empty } from '@/parts/states';
import { menuColumn } from '@/parts/table-columns';
import { TeamDialog } from './TeamDialog';
import { words } from './words';

const says = words.teamsTab;

const PAGE_SIZE = 100;
/** So many of a team are drawn; all are counted. */
const FACES = 5;

interface TeamsTabProps {
  readonly organisation: Organisation | undefined;
  readonly onNew: () => void;
}

/** Members who hold the same together. */
export function TeamsTab({ organisation, onNew }: TeamsTabProps) {
  const list = useList({ query: TeamsDocument, pageSize: PAGE_SIZE, rows: ({ tenant }) => tenant.teams });
  const [editing, setEditing] = useState<TeamRowFragment | null>(null);
  const mayWrite = organisation?.mayWrite === true;
  const columns = useMemo(
    () => columnsOf(organisation?.me, mayWrite ? setEditing : null),
    [organisation?.me, mayWrite],
  );
  return (
    <>
      <ListTable
        label="Teams"
        noun={['team', 'teams']}
        list={list}
        columns={columns}
        prefix="teams-"
        placeholder={says.placeholder}
        csv="keelson-teams"
        empty={
          <Empty title={says.title}>
            <p>{says.whoeverBelongs}</p>
            {mayWrite && (
              <Button leftSection={<Icon name="plus" size={14} />} onClick={onNew}>
                {says.newTeam}
              </Button>
            )}
          </Empty>
        }
      />
      {editing !== null && organisation !== undefined && (
        <TeamDialog team={editing} organisation={organisation} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function columnsOf(
  me: string | undefined,
  onEdit: ((team: TeamRowFragment) => void) | null,
): Column<TeamRowFragment>[] {
  const held = ({ grants }: TeamRowFragment) => grants.map(describe).join(', ');
  const columns: Column<TeamRowFragment>[] = [
    {
      id: 'name',
      header: 'Team',
      name: true,
      width: 200,
      value: ({ name, description }) => `${name} ${description ?? ''}`,
      exported: ({ name }) => name,
      cell: ({ name, description }) => (
        <span className="cut" title={description ?? name}>
          {name}
        </span>
      ),
    },
    {
      id: 'members',
      header: 'Members',
      width: 208,
      value: ({ members }) => members.edges.map(({ node }) => node.person.name).join(', '),
      cell: (team) => <Faces of={team} me={me} />,
    },
    {
      id: 'holds',
      header: says.header,
      p2: true,
      value: held,
      cell: (team) =>
        team.grants.length === 0 ? (
          <span className="t3">nothing</span>
        ) : (
          <span className="cut" title={held(team)}>
            {held(team)}
          </span>
        ),
    },
  ];
  if (onEdit === null) return columns;
  return [
    ...columns,
    menuColumn(
      ({ name }) => says.team(name),
      (team) => [{ label: 'Change…', run: () => onEdit(team) }],
    ),
  ];
}

function Faces({ of: { members }, me }: { readonly of: TeamRowFragment; readonly me: string | undefined }) {
  const people = members.edges.map(({ node }) => node.person);
  if (people.length === 0) return <span className="t3">{NO_VALUE}</span>;
  return (
    <span className={styles.avatars} title={people.map(({ name }) => name).join(', ')}>
      {people.slice(0, FACES).map(({ id, name }) => (
        <Avatar key={id} name={name} own={id === me} />
      ))}
      <span className={`num ${styles.count ?? ''}`}>
        {count(people.length)}
        {members.pageInfo.hasNextPage && says.andMore}
        <span className="sr">: {people.map(({ name }) => name).join(', ')}</span>
      </span>
    </span>
  );
}
