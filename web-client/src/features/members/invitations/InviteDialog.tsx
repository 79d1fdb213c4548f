import { Textarea } from '@mantine/core';
import { GrantFields } from '@/features/members/GrantFields';
import type { Organisation } from '@/features/members/organisation';
import { TeamBoxes } from '@/features/members/TeamBoxes';
import { exactUtc } from '@/format/time';
import { DAY_MS } from '@/format/units';
import { FieldError, FormDialog, FormFailure } from '@/parts/form';
import { Icon } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { SelectField } from '@/parts/SelectField';
import { Status } from '@/parts/Status';
import { Seats } from './Seats';
import { useInviteForm, type InviteValues } from './use-invite-form';
import { words } from './words';

const says = words.inviteDialog;

interface InviteDialogProps {
  readonly organisation: Organisation;
  /** What the form begins with, as for inviting somebody again. */
  readonly first?: InviteValues;
  readonly onClose: () => void;
}

const LIFETIMES = [1, 3, 7, 14, 30];
const BLANK: InviteValues = { addresses: '', lines: [], teamIds: new Set(), days: '7' };

/** Invites people by e-mail, with what they will hold once they accept. */
export function InviteDialog({ organisation, first = BLANK, onClose }: InviteDialogProps) {
  const { form, good, bad, sent, refused, isReady, holds } = useInviteForm(first, onClose);
  const { lines, teamIds } = form.values;
  const now = useNow();
  const count = good.length;
  return (
    <FormDialog
      title={says.title}
      verb={count < 2 ? says.sendInvitation : says.sendInvitations(count)}
      icon={<Icon name="mail" size={14} />}
      cancel={sent.length > 0 ? 'Done' : 'Cancel'}
      form={form}
      onClose={onClose}
      disabled={!isReady}
    >
      <Textarea
        label={says.eMailAddresses}
        description={says.hint}
        required
        rows={2}
        autoComplete="off"
        spellCheck={false}
        value={form.values.addresses}
        error={bad.length === 0 ? null : <FieldError>{says.expectedNameDomain(bad.join(', '))}</FieldError>}
        onChange={(event) => form.set({ addresses: event.currentTarget.value })}
      />
      <GrantFields
        lines={lines}
        organisation={organisation}
        onChange={(next) => form.set({ lines: next })}
        none={holds ? says.noneButThose : says.theyNeedARole}
      />
      <TeamBoxes
        organisation={organisation}
        chosen={teamIds}
        onChange={(next) => form.set({ teamIds: next })}
      />
      <SelectField
        label={says.endsUnlessAccepted}
        value={form.values.days}
        onChange={(days) => form.set({ days })}
        options={LIFETIMES.map((days) => ({
          value: String(days),
          label: says.inUtc(days, exactUtc(new Date(now + days * DAY_MS).toISOString()).slice(0, 16)),
        }))}
      />
      <Seats organisation={organisation} more={count} />
      {sent.length > 0 && (
        <p role="status">
          <Status tone="ok" icon="ok">
            {says.sent(sent.join(', '))}
          </Status>
        </p>
      )}
      {refused.map(({ address, failure }) => (
        <FormFailure key={address} what={says.couldNotInvite(address)} failure={failure} />
      ))}
    </FormDialog>
  );
}
