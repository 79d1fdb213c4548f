import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { MemberRowFragment } from '@/api/generated/members';
import { GrantFields } from '@/features/members/GrantFields';
import { describe } from '@/features/members/grants';
import styles from '@/features/members/members.module.css';
import { isLastOwner, mayFill, type Organisation } from '@/features/members/organisation';
import { Dialog } from '@/parts/Dialog';
import { FormFailure } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { LeaveDialog } from './LeaveDialog';
import { RemoveMember } from './RemoveMember';
import { stepsOf, type MemberStep } from './steps';
import { TransferDialog } from './TransferDialog';
import { useMemberForm } from './use-member-form';

interface MemberDialogProps {
  readonly member: MemberRowFragment;
  readonly organisation: Organisation;
  /** What it begins with. */
  readonly first?: MemberStep;
  readonly onClose: () => void;
}

/** The roles and teams of one member; who was slower sees what the other granted. */
export function MemberDialog({ member, organisation, first = 'roles', onClose }: MemberDialogProps) {
  const { teams } = organisation;
  const form = useMemberForm(member, teams, onClose);
  const { lines, setLines, belongs, toggle, theirs, refused, sending, isReady, send } = form;
  const [step, setStep] = useState(first);
  const next = { member, organisation, onClose };
  if (step === 'remove') return <RemoveMember {...next} />;
  if (step === 'leave') return <LeaveDialog {...next} onTransfer={() => setStep('transfer')} />;
  if (step === 'transfer') return <TransferDialog {...next} />;
  const may = stepsOf(organisation, member);
  const isMe = member.person.id === organisation.me;
  return (
    <Dialog
      title={isMe ? 'Your roles and teams' : `Roles and teams of ${member.person.name}`}
      opened
      onClose={onClose}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className={styles.fields}>
          {isLastOwner(organisation, member) && (
            <p className="t2">
              {isMe ? 'You are' : `${member.person.name} is`} the only owner: the role of an owner stays until
              somebody else has it too.
            </p>
          )}
          <GrantFields
            lines={lines}
            organisation={organisation}
            onChange={setLines}
            none={
              belongs.size === 0
                ? `Without a role or a team ${isMe ? 'you see' : `${member.person.name} sees`} nothing here.`
                : 'None but those of the teams.'
            }
          />
          {teams.length > 0 && (
            <fieldset className={styles.group}>
              <legend>Teams</legend>
              <div className={styles.boxes}>
                {teams.map((team) => {
                  const mayChange = mayFill(organisation, team);
                  return (
                    <Checkbox
                      key={team.id}
                      label={mayChange ? team.name : `${team.name}, holds more than you`}
                      checked={belongs.has(team.id)}
                      disabled={!mayChange}
                      onChange={() => toggle(team.id)}
                    />
                  );
                })}
              </div>
            </fieldset>
          )}
          {theirs !== null && (
            <div role="alert">
              <p className="med">Someone else changed them meanwhile</p>
              <KeyValue
                facts={[
                  { label: 'They are now', value: theirs.grants.map(describe).join(', ') || 'no role' },
                  { label: 'You want', value: wordsOf(lines, organisation) || 'no role' },
                ]}
              />
            </div>
          )}
          {refused !== null && <FormFailure what={refused.what} failure={refused.failure} />}
        </div>
        <footer className={styles.footer}>
          <span className={styles.left}>
            {may.leave && (
              <Button variant="subtle" color="red" onClick={() => setStep('leave')}>
                Leave…
              </Button>
            )}
            {may.remove && (
              <Button variant="subtle" color="red" onClick={() => setStep('remove')}>
                Remove…
              </Button>
            )}
            {may.transfer && (
              <Button variant="subtle" onClick={() => setStep('transfer')}>
                Transfer…
              </Button>
            )}
          </span>
          <Button variant="default" onClick={onClose}>
            {theirs === null ? 'Cancel' : 'Keep theirs'}
          </Button>
          <Button type="submit" loading={sending} disabled={!isReady}>
            {theirs === null ? 'Save' : 'Set mine'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}

function wordsOf(
  lines: readonly { readonly role: string; readonly projectId: string }[],
  { choices, projects }: Organisation,
): string {
  return lines
    .map(({ role, projectId }) => {
      const name = choices.find((choice) => choice.role === role)?.name ?? role;
      if (projectId === '') return name;
      const project = projects.find(({ id }) => id === projectId)?.name ?? `project …${projectId.slice(-6)}`;
      return `${name} on ${project}`;
    })
    .join(', ');
}
