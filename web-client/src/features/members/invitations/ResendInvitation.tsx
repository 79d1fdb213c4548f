import { ResendInvitationDocument, type InvitationRowFragment } from '@/api/generated/members';
import { useChange } from '@/api/use-change';
import { Confirm } from '@/parts/Confirm';

interface ResendInvitationProps {
  readonly invitation: InvitationRowFragment;
  readonly onClose: () => void;
}

export function ResendInvitation({ invitation, onClose }: ResendInvitationProps) {
  const resend = useChange(ResendInvitationDocument);
  return (
    <Confirm
      title={`Send the invitation of ${invitation.email} again?`}
      verb="Send again"
      harmless
      opened
      onClose={onClose}
      onConfirm={() => {
        void resend
          .send({ id: invitation.id, expectedVersion: invitation.version })
          .then((done) => done !== null && onClose());
      }}
      sending={resend.sending}
      failure={resend.failure}
    >
      <p>A new mail goes out, with a new link and a new end. The link of the mail before stops working.</p>
    </Confirm>
  );
}
