import { useMemo, useState } from 'react';
import type { MemberRowFragment } from '@/api/generated/members';
import { grantsOf } from '@/features/members/grants';
import { isLastOwner, type Organisation } from '@/features/members/organisation';
import { ListTable, loaded, useFilter } from '@/parts/list-page';
import { Empty } from '@/parts/states';
import { useParam } from '@/parts/use-param';
import { columnsOf } from './member-columns';
import { MemberDialog } from './MemberDialog';
import { stepsOf, type MemberStep, type Steps } from './steps';
import { words } from './words';

const says = words.peopleTab;

interface PeopleTabProps {
  /** Undefined while on its way. */
  readonly organisation: Organisation | undefined;
  readonly more: { readonly load: () => void; readonly loading: boolean } | null;
}

/** Every member; those who hold the role that is open beside the table are marked. */
export function PeopleTab({ organisation, more }: PeopleTabProps) {
  const filters = useMemberFilters(organisation);
  const [openRole] = useParam('role');
  const [editing, setEditing] = useState<Editing | null>(null);
  const members = organisation?.members;
  const holders = useMemo(
    () => new Set(members?.filter((member) => holds(member, openRole)).map(({ id }) => id)),
    [members, openRole],
  );
  const columns = useMemo(
    () =>
      columnsOf({
        me: organisation?.me,
        isLastOwner: (member) => organisation !== undefined && isLastOwner(organisation, member),
        onEdit: organisation?.mayWrite === true ? (member, step) => setEditing({ member, step }) : null,
        stepsOf: (member) => (organisation === undefined ? NO_STEPS : stepsOf(organisation, member)),
      }),
    [organisation],
  );
  return (
    <>
      <ListTable
        label="Members"
        noun={['member', 'members']}
        list={loaded(members, more)}
        columns={columns}
        filters={filters}
        height="tall"
        placeholder={says.placeholder}
        csv="keelson-members"
        highlighted={holders}
        tools={holders.size > 0 && <span className="t3 f12">{says.markedHoldTheOpen}</span>}
        empty={<Empty title={says.title}>{null}</Empty>}
      />
      {editing !== null && organisation !== undefined && (
        <MemberDialog
          member={editing.member}
          organisation={organisation}
          first={editing.step}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

interface Editing {
  readonly member: MemberRowFragment;
  readonly step: MemberStep;
}

const NO_STEPS: Steps = { leave: false, remove: false, transfer: false };

/** By team and by role, as the organisation has them. */
function useMemberFilters(organisation: Organisation | undefined) {
  const teams = useMemo(() => organisation?.teams.map(({ id }) => id) ?? [], [organisation]);
  const roles = useMemo(() => organisation?.choices.map(({ role }) => role) ?? [], [organisation]);
  return [
    useFilter({
      param: 'team',
      label: 'Team',
      values: teams,
      word: (team) => organisation?.teams.find(({ id }) => id === team)?.name ?? team,
      of: (member: MemberRowFragment) => member.teams.map(({ id }) => id),
    }),
    useFilter({
      param: 'holds',
      label: 'Role',
      values: roles,
      word: (role) => organisation?.choices.find((choice) => choice.role === role)?.name ?? role,
      of: (member: MemberRowFragment) => grantsOf(member.grants).map((grant) => grant.role),
    }),
  ];
}

function holds({ grants }: MemberRowFragment, role: string): boolean {
  return grantsOf(grants).some((grant) => grant.role === role);
}
