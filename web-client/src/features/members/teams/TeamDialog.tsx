import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { TeamRowFragment } from '@/api/generated/members';
import { GrantFields } from '@/features/members/GrantFields';
import { describe } from '@/features/members/grants';
import styles from '@/features/members/members.module.css';
import { mayFill, type Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { DeleteTeam } from './DeleteTeam';
import { useTeamForm } from './use-team-form';

interface TeamDialogProps {
  /** Null for a new one. */
  readonly team: TeamRowFragment | null;
  readonly organisation: Organisation;
  readonly onClose: () => void;
}

/** A team: what it is called, who belongs to it and what each of them holds through it. */
export function TeamDialog({ team, organisation, onClose }: TeamDialogProps) {
  const form = useTeamForm(team, onClose);
  const { values, set, errors, theirs, refused, sending, isReady, send } = form;
  const [deleting, setDeleting] = useState(false);
  if (deleting && team !== null) return <DeleteTeam team={team} onClose={onClose} />;
  // Whoever does not hold what the team holds changes neither its members nor its roles.
  const mayChange = team === null || mayFill(organisation, team);
  const isWhole = team?.members.pageInfo.hasNextPage !== true;
  return (
    <Dialog title={team === null ? 'New team' : `Team ${team.name}`} opened onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className={styles.fields}>
          <TextInput
            label="Name"
            required
            data-autofocus
            autoComplete="off"
            value={values.name}
            error={errors.name === undefined ? null : <FieldError>{errors.name}</FieldError>}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Textarea
            label="Description"
            rows={2}
            value={values.description}
            error={errors.description === undefined ? null : <FieldError>{errors.description}</FieldError>}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
          {mayChange ? (
            <GrantFields
              lines={values.lines}
              organisation={organisation}
              onChange={(lines) => set({ lines })}
              none="Its members hold nothing through it."
            />
          ) : (
            <p className="t2">
              It holds more than you do: its members and its roles are not yours to change.
            </p>
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
                    onChange={() => set({ memberIds: toggled(values.memberIds, id) })}
                  />
                ))}
              </div>
              {organisation.hasMore && (
                <p className="t3 f12">
                  The first {organisation.members.length} members; others are put into teams from their own
                  dialog.
                </p>
              )}
            </fieldset>
          )}
          {theirs !== null && (
            <div role="alert">
              <p className="med">Someone else changed the team meanwhile</p>
              <KeyValue
                facts={[
                  { label: 'It is called now', value: theirs.name },
                  { label: 'It holds now', value: theirs.grants.map(describe).join(', ') || 'nothing' },
                  {
                    label: 'It has now',
                    value: counted(theirs.members.edges.length, 'member', 'members'),
                  },
                ]}
              />
            </div>
          )}
          {refused !== null && <FormFailure what={refused.what} failure={refused.failure} />}
        </div>
        <footer className={styles.footer}>
          {team !== null && mayChange && (
            <Button variant="default" color="red" className={styles.left} onClick={() => setDeleting(true)}>
              Delete…
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {theirs === null ? 'Cancel' : 'Keep theirs'}
          </Button>
          <Button type="submit" loading={sending} disabled={!isReady}>
            {theirs !== null ? 'Set mine' : team === null ? 'Create team' : 'Save team'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}
