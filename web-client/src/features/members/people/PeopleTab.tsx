import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { MemberRowFragment } from '@/api/generated/members';
import { grantsOf } from '@/features/members/grants';
import { isLastOwner, type Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import { DataTable } from '@/parts/data-table';
import { ChoiceChip } from '@/parts/Filter';
import { Panel } from '@/parts/Panel';
import { Empty } from '@/parts/states';
import { useParam, useSetParams } from '@/parts/use-param';
import { columnsOf } from './member-columns';
import { MemberDialog } from './MemberDialog';

interface PeopleTabProps {
  /** Undefined while on its way. */
  readonly organisation: Organisation | undefined;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
}

/** Every member; those who hold the role that is open beside the table are marked. */
export function PeopleTab({ organisation, more }: PeopleTabProps) {
  const [team, setTeam] = useParam('team');
  const [held, setHeld] = useParam('holds');
  const [openRole] = useParam('role');
  const setParams = useSetParams();
  const [editing, setEditing] = useState<MemberRowFragment | null>(null);
  const rows = useMemo(
    () =>
      organisation?.members.filter(
        (member) =>
          (team === '' || member.teams.some(({ id }) => id === team)) && (held === '' || holds(member, held)),
      ),
    [organisation, team, held],
  );
  const holders = useMemo(
    () => new Set(organisation?.members.filter((member) => holds(member, openRole)).map(({ id }) => id)),
    [organisation, openRole],
  );
  const columns = useMemo(
    () =>
      columnsOf({
        me: organisation?.me,
        isLastOwner: (member) => organisation !== undefined && isLastOwner(organisation, member),
        onEdit: organisation?.mayWrite === true ? setEditing : null,
      }),
    [organisation],
  );

  return (
    <>
      <DataTable
        label="Members"
        noun={['member', 'members']}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        height="tall"
        placeholder="Name, address or role"
        csv="keelson-members"
        highlighted={holders}
        more={more}
        tools={
          <>
            <ChoiceChip
              label="Team"
              value={team}
              onChange={setTeam}
              options={organisation?.teams.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            />
            <ChoiceChip
              label="Role"
              value={held}
              onChange={setHeld}
              options={organisation?.choices.map(({ role, name }) => ({ value: role, label: name })) ?? []}
            />
            {holders.size > 0 && <span className="t3 f12">marked: hold the open role</span>}
          </>
        }
        empty={
          <Panel>
            <Empty
              title={`None of ${counted(organisation?.members.length ?? 0, 'member', 'members')} matches`}
            >
              <p>The filters on team and role leave nobody.</p>
              <Button variant="default" onClick={() => setParams({ team: '', holds: '' })}>
                Clear filters
              </Button>
            </Empty>
          </Panel>
        }
      />
      {editing !== null && organisation !== undefined && (
        <MemberDialog member={editing} organisation={organisation} onClose={() => setEditing(null)} />
      )}
    </>
  );
}

function holds({ grants }: MemberRowFragment, role: string): boolean {
  return grantsOf(grants).some((grant) => grant.role === role);
}
