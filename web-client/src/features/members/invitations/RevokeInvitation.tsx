import { RevokeInvitationDocument, type InvitationRowFragment } from '@/api/generated/members';
import { Confirm, useConfirm } from '@/parts/form';

interface RevokeInvitationProps {
  readonly invitation: InvitationRowFragment;
  readonly onClose: () => void;
}

export function RevokeInvitation({ invitation, onClose }: RevokeInvitationProps) {
  const { id, version } = invitation;
  const form = useConfirm(RevokeInvitationDocument, { id, expectedVersion: version }, onClose);
  return (
    <Confirm
      title={`Revoke the invitation of ${invitation.email}?`}
      verb="Revoke invitation"
      form={form}
      onClose={onClose}
    >
      <p>The link in the mail stops working at once, and 1 seat is free again. They may be invited anew.</p>
    </Confirm>
  );
}
