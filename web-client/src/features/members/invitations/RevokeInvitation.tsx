import { RevokeInvitationDocument, type InvitationRowFragment } from '@/api/generated/members';
import { useChange } from '@/api/use-change';
import { Confirm } from '@/parts/Confirm';

interface RevokeInvitationProps {
  readonly invitation: InvitationRowFragment;
  readonly onClose: () => void;
}

export function RevokeInvitation({ invitation, onClose }: RevokeInvitationProps) {
  const revoke = useChange(RevokeInvitationDocument);
  return (
    <Confirm
      title={`Revoke the invitation of ${invitation.email}?`}
      verb="Revoke invitation"
      opened
      onClose={onClose}
      onConfirm={() => {
        void revoke
          .send({ id: invitation.id, expectedVersion: invitation.version })
          .then((done) => done !== null && onClose());
      }}
      sending={revoke.sending}
      failure={revoke.failure}
    >
      <p>The link in the mail stops working at once, and 1 seat is free again. They may be invited anew.</p>
    </Confirm>
  );
}
