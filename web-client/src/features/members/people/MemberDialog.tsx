import { Button } from '@mantine/core';
import { useState } from 'react';
import type { MemberRowFragment } from '@/api/generated/members';
import { GrantFields } from '@/features/members/GrantFields';
import { isLastOwner, type Organisation } from '@/features/members/organisation';
import { TeamBoxes } from '@/features/members/TeamBoxes';
import { FormDialog } from '@/parts/form';
import { LeaveDialog } from './LeaveDialog';
import { RemoveMember } from './RemoveMember';
import { stepsOf, type MemberStep } from './steps';
import { TransferDialog } from './TransferDialog';
import { useMemberForm } from './use-member-form';
import { words } from './words';

const says = words.memberDialog;

interface MemberDialogProps {
  readonly member: MemberRowFragment;
  readonly organisation: Organisation;
  /** What it begins with. */
  readonly first?: MemberStep;
  readonly onClose: () => void;
}

/** The roles and teams of one member; who was slower sees what the other granted. */
export function MemberDialog({ member, organisation, first = 'roles', onClose }: MemberDialogProps) {
  const { form, isReady } = useMemberForm(member, organisation, onClose);
  const { values } = form;
  const [step, setStep] = useState(first);
  const next = { member, organisation, onClose };
  if (step === 'remove') return <RemoveMember {...next} />;
  if (step === 'leave') return <LeaveDialog {...next} onTransfer={() => setStep('transfer')} />;
  if (step === 'transfer') return <TransferDialog {...next} />;
  const isMe = member.person.id === organisation.me;
  return (
    <FormDialog
      title={isMe ? says.yourRolesAndTeams : says.rolesAndTeams(member.person.name)}
      verb={says.verb}
      form={form}
      onClose={onClose}
      disabled={!isReady}
      aside={<OtherSteps member={member} organisation={organisation} onStep={setStep} />}
    >
      {isLastOwner(organisation, member) && (
        <p className="t2">{says.onlyOwner(isMe ? says.you : says.is(member.person.name))}</p>
      )}
      <GrantFields
        lines={values.lines}
        organisation={organisation}
        onChange={(lines) => form.set({ lines })}
        none={
          values.teamIds.size === 0
            ? says.withoutARole(isMe ? says.youSee : says.sees(member.person.name))
            : says.noneButThose
        }
      />
      <TeamBoxes
        organisation={organisation}
        chosen={values.teamIds}
        onChange={(teamIds) => form.set({ teamIds })}
      />
    </FormDialog>
  );
}

interface OtherStepsProps extends Omit<MemberDialogProps, 'onClose'> {
  readonly onStep: (step: MemberStep) => void;
}

/** What else may be done with a member: they leave or are removed, and an owner may hand the organisation over. */
function OtherSteps({ member, organisation, onStep }: OtherStepsProps) {
  const may = stepsOf(organisation, member);
  return (
    <>
      {may.leave && (
        <Button variant="subtle" color="red" onClick={() => onStep('leave')}>
          Leave…
        </Button>
      )}
      {may.remove && (
        <Button variant="subtle" color="red" onClick={() => onStep('remove')}>
          Remove…
        </Button>
      )}
      {may.transfer && (
        <Button variant="subtle" onClick={() => onStep('transfer')}>
          Transfer…
        </Button>
      )}
    </>
  );
}
