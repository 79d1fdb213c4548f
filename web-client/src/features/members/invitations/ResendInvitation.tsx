import { ResendInvitationDocument, type InvitationRowFragment } from '@/api/generated/members';
import { Confirm, useConfirm } from '@/parts/form';

interface ResendInvitationProps {
  readonly invitation: InvitationRowFragment;
  readonly onClose: () => void;
}

export function ResendInvitation({ invitation, onClose }: ResendInvitationProps) {
  const { id, version } = invitation;
  const form = useConfirm(ResendInvitationDocument, { id, expectedVersion: version }, onClose);
  return (
    <Confirm
      title={`Send the invitation of ${invitation.email} again?`}
      verb="Send again"
      harmless
      form={form}
      onClose={onClose}
    >
      <p>A new mail goes out, with a new link and a new end. The link of the mail before stops working.</p>
    </Confirm>
  );
}
