import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { TeamRowFragment } from '@/api/generated/members';
import { GrantFields } from '@/features/members/GrantFields';
import styles from '@/features/members/members.module.css';
import { mayFill, type Organisation } from '@/features/members/organisation';
import { FormDialog, toggled } from '@/parts/form';
import { DeleteTeam } from './DeleteTeam';
import { useTeamForm } from './use-team-form';
import { words } from './words';

const says = words.teamDialog;

interface TeamDialogProps {
  /** Null for a new one. */
  readonly team: TeamRowFragment | null;
  readonly organisation: Organisation;
  readonly onClose: () => void;
}

/** A team: what it is called, who belongs to it and what each of them holds through it. */
export function TeamDialog({ team, organisation, onClose }: TeamDialogProps) {
  const { form, isReady } = useTeamForm(team, organisation, onClose);
  const { values } = form;
  const [deleting, setDeleting] = useState(false);
  if (deleting && team !== null) return <DeleteTeam team={team} onClose={onClose} />;
  // Whoever does not hold what the team holds changes neither its members nor its roles.
  const mayChange = team === null || mayFill(organisation, team);
  const isWhole = team?.members.pageInfo.hasNextPage !== true;
  return (
    <FormDialog
      title={team === null ? says.newTeam : says.team(team.name)}
      verb={team === null ? says.createTeam : says.saveTeam}
      form={form}
      onClose={onClose}
      disabled={!isReady}
      aside={
        team !== null &&
        mayChange && (
          <Button variant="default" color="red" onClick={() => setDeleting(true)}>
            Delete…
          </Button>
        )
      }
    >
      <TextInput label="Name" required autoComplete="off" {...form.text('name')} />
      <Textarea label="Description" rows={2} {...form.text('description')} />
      {mayChange ? (
        <GrantFields
          lines={values.lines}
          organisation={organisation}
          onChange={(lines) => form.set({ lines })}
          none={says.none}
        />
      ) : (
        <p className="t2">{says.holdsMore}</p>
      )}
      {mayChange && isWhole && (
        <fieldset className={styles.group}>
          <legend>Members, {values.memberIds.size}</legend>
          <div className={styles.boxes}>
            {organisation.members.map(({ id, person }) => (
              <Checkbox
                key={id}
                label={`${person.name}, ${person.email}`}
                checked={values.memberIds.has(id)}
                onChange={() => form.set({ memberIds: toggled(values.memberIds, id) })}
              />
            ))}
          </div>
          {organisation.hasMore && (
            <p className="t3 f12">{says.firstMembersOthers(organisation.members.length)}</p>
          )}
        </fieldset>
      )}
    </FormDialog>
  );
}
