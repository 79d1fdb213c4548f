import { RevokeInvitationDocument, type InvitationRowFragment } from '@/api/generated/members';
import { Confirm, useConfirm } from '@/parts/form';
import { words } from './words';

const says = words.revokeInvitation;

interface RevokeInvitationProps {
  readonly invitation: InvitationRowFragment;
  readonly onClose: () => void;
}

export function RevokeInvitation({ invitation, onClose }: RevokeInvitationProps) {
  const { id, version } = invitation;
  const form = useConfirm(RevokeInvitationDocument, { id, expectedVersion: version }, onClose);
  return (
    <Confirm title={says.title(invitation.email)} verb={says.verb} form={form} onClose={onClose}>
      <p>{says.theLink}</p>
    </Confirm>
  );
}
