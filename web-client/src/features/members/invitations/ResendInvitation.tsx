import { ResendInvitationDocument, type InvitationRowFragment } from '@/api/generated/members';
import { Confirm, useConfirm } from '@/parts/form';
import { words } from './words';

const says = words.resendInvitation;

interface ResendInvitationProps {
  readonly invitation: InvitationRowFragment;
  readonly onClose: () => void;
}

export function ResendInvitation({ invitation, onClose }: ResendInvitationProps) {
  const { id, version } = invitation;
  const form = useConfirm(ResendInvitationDocument, { id, expectedVersion: version }, onClose);
  return (
    <Confirm title={says.title(invitation.email)} verb={says.verb} harmless form={form} onClose={onClose}>
      <p>{says.newMailGoes}</p>
    </Confirm>
  );
}
