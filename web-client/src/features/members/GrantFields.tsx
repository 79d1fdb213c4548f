import { ActionIcon, Button } from '@mantine/core';
import { useMay } from '@/api/permissions';
import { Icon } from '@/parts/Icon';
import { PickField } from '@/parts/pick/PickField';
import { SelectField, type SelectOption } from '@/parts/SelectField';
import { isBuiltIn, type Grant, type RoleChoice } from './grants';
import styles from './members.module.css';
import type { Named, Organisation } from './organisation';
import { words } from './words';

const says = words.grantFields;

/** A grant as it is being edited. */
export interface GrantLine extends Grant {
  readonly key: number;
  /** It is held already: to take it away one must hold it too. */
  readonly held: boolean;
}

export function linesOf(grants: readonly Grant[]): readonly GrantLine[] {
  return grants.map((grant, key) => ({ ...grant, key, held: true }));
}

interface GrantFieldsProps {
  readonly lines: readonly GrantLine[];
  readonly organisation: Organisation;
  readonly onChange: (lines: readonly GrantLine[]) => void;
  /** Said while there is no line. */
  readonly none: string;
}

/** Roles with where they hold. What the person does not hold there themselves they cannot give, nor take. */
export function GrantFields({ lines, organisation, onChange, none }: GrantFieldsProps) {
  const free = organisation.choices.find(
    ({ role, permissions }) =>
      role === 'VIEWER' && permissions.every((permission) => organisation.mine.includes(permission)),
  );
  function add() {
    const key = 1 + Math.max(-1, ...lines.map((line) => line.key));
    onChange([...lines, { key, role: free?.role ?? '', projectId: '', held: false }]);
  }
  return (
    <fieldset className={styles.group}>
      <legend>Roles</legend>
      {lines.map((line, index) => (
        <Line
          key={line.key}
          line={line}
          number={index + 1}
          organisation={organisation}
          onChange={(to) =>
            onChange(lines.map((other) => (other.key === line.key ? { ...other, ...to } : other)))
          }
          onRemove={() => onChange(lines.filter((other) => other.key !== line.key))}
        />
      ))}
      {lines.length === 0 && <p className="t2">{none}</p>}
      <div>
        <Button variant="default" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          {says.addRole}
        </Button>
      </div>
    </fieldset>
  );
}

interface LineProps {
  readonly line: GrantLine;
  readonly number: number;
  readonly organisation: Organisation;
  readonly onChange: (to: Partial<Grant>) => void;
  readonly onRemove: () => void;
}

function Line({ line, number, organisation, onChange, onRemove }: LineProps) {
  const { choices, mine, projects, areNamesAwaited } = organisation;
  const wanted = [...new Set(choices.flatMap(({ permissions }) => permissions))];
  const may = useMay(mine, line.projectId === '' ? undefined : line.projectId, wanted);
  const isMine = ({ permissions }: RoleChoice) => permissions.every(may);
  const chosen = choices.find(({ role }) => role === line.role);
  const isLocked = line.held && chosen !== undefined && !isMine(chosen);
  const roles = choices.map((choice): SelectOption => {
    const mayGive = isMine(choice);
    return {
      value: choice.role,
      label: mayGive ? choice.name : says.notYoursToGive(choice.name),
      disabled: !mayGive && choice.role !== line.role,
    };
  });
  return (
    <div className={styles.grant}>
      <SelectField
        label={says.role(number)}
        {...(isLocked
          ? { description: says.moreThanYouHold }
          : chosen?.may == null
            ? {}
            : { description: isBuiltIn(chosen.role) ? says.may(chosen.may) : chosen.may })}
        value={line.role}
        disabled={isLocked}
        onChange={(role) => onChange({ role })}
        options={chosen === undefined ? [{ value: '', label: says.chooseARole }, ...roles] : roles}
      />
      <PickField
        label={says.whereRole(number)}
        value={line.projectId}
        disabled={isLocked}
        onChange={(projectId) => onChange({ projectId })}
        options={placesOf(projects, line.projectId, areNamesAwaited)}
        {...(areNamesAwaited ? { placeholder: says.nameAwaited } : {})}
      />
      <ActionIcon variant="subtle" aria-label={says.label(number)} disabled={isLocked} onClick={onRemove}>
        <Icon name="close" size={14} />
      </ActionIcon>
    </div>
  );
}

/** A project that nobody names still has its place in the list; while names are on their way it waits for its own. */
function placesOf(projects: readonly Named[], chosen: string, areNamesAwaited: boolean): SelectOption[] {
  const places = [
    { value: '', label: says.wholeOrganisation },
    ...projects.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return areNamesAwaited || places.some(({ value }) => value === chosen)
    ? places
    : [...places, { value: chosen, label: says.project(chosen.slice(-6)) }];
}
