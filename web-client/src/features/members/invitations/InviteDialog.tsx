import { Button, Checkbox, Textarea } from '@mantine/core';
import { GrantFields } from '@/features/members/GrantFields';
import styles from '@/features/members/members.module.css';
import { mayFill, type Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import { exactUtc } from '@/format/time';
import { Dialog } from '@/parts/Dialog';
import { FieldError, FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { SelectField } from '@/parts/SelectField';
import { Status } from '@/parts/Status';
import { Seats } from './Seats';
import { useInviteForm, type InviteValues } from './use-invite-form';

interface InviteDialogProps {
  readonly organisation: Organisation;
  /** What the form begins with, as for inviting somebody again. */
  readonly first?: InviteValues;
  readonly onClose: () => void;
}

const LIFETIMES = [1, 3, 7, 14, 30];
const BLANK: InviteValues = { addresses: '', lines: [], teamIds: new Set(), days: 7 };

/** Invites people by e-mail, with what they will hold once they accept. */
export function InviteDialog({ organisation, first = BLANK, onClose }: InviteDialogProps) {
  const form = useInviteForm(first, onClose);
  const { values, set, good, bad, sent, refused, sending, isReady, holds, send } = form;
  const now = useNow();
  const count = good.length;
  return (
    <Dialog title="Invite people" opened onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className={styles.fields}>
          <Textarea
            label="E-mail addresses"
            description="One or several, with spaces or commas between them"
            required
            rows={2}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            value={values.addresses}
            error={
              bad.length === 0 ? null : <FieldError>{bad.join(', ')} (expected: name@domain)</FieldError>
            }
            onChange={(event) => set({ addresses: event.currentTarget.value })}
          />
          <GrantFields
            lines={values.lines}
            organisation={organisation}
            onChange={(lines) => set({ lines })}
            none={holds ? 'None but those of the teams.' : 'They need a role or a team to see anything.'}
          />
          {organisation.teams.length > 0 && (
            <fieldset className={styles.group}>
              <legend>Teams</legend>
              <div className={styles.boxes}>
                {organisation.teams.map((team) => {
                  const mayChange = mayFill(organisation, team);
                  return (
                    <Checkbox
                      key={team.id}
                      label={mayChange ? team.name : `${team.name}, holds more than you`}
                      checked={values.teamIds.has(team.id)}
                      disabled={!mayChange}
                      onChange={() => set({ teamIds: toggled(values.teamIds, team.id) })}
                    />
                  );
                })}
              </div>
            </fieldset>
          )}
          <SelectField
            label="Ends unless accepted"
            value={String(values.days)}
            onChange={(days) => set({ days: Number(days) })}
            options={LIFETIMES.map((days) => ({
              value: String(days),
              label: `in ${counted(days, 'day', 'days')}, ${exactUtc(new Date(now + days * 86_400_000).toISOString()).slice(0, 16)} UTC`,
            }))}
          />
          <Seats organisation={organisation} more={count} />
          {sent.length > 0 && (
            <p role="status">
              <Status tone="ok" icon="ok">
                Sent to {sent.join(', ')}
              </Status>
            </p>
          )}
          {refused.map(({ address, failure }) => (
            <FormFailure key={address} what={`Could not invite ${address}`} failure={failure} />
          ))}
        </div>
        <footer className={styles.footer}>
          <Button variant="default" onClick={onClose}>
            {sent.length > 0 ? 'Done' : 'Cancel'}
          </Button>
          <Button
            type="submit"
            leftSection={<Icon name="mail" size={14} />}
            loading={sending}
            disabled={!isReady}
          >
            {count < 2 ? 'Send invitation' : `Send ${count} invitations`}
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
