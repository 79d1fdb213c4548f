import { DeleteRoleDocument, type RoleRowFragment } from '@/api/generated/members';
import { Confirm, useConfirm } from '@/parts/form';

interface DeleteRoleProps {
  readonly role: RoleRowFragment;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteRole({ role, onClose, onDeleted }: DeleteRoleProps) {
  const { id, version } = role;
  const form = useConfirm(DeleteRoleDocument, { id, expectedVersion: version }, onDeleted);
  return (
    <Confirm
      title={`Delete the role ${role.name}?`}
      verb={`Delete ${role.name}`}
      form={form}
      onClose={onClose}
    >
      <p>Nobody holds it, so nobody loses anything. Should somebody be given it meanwhile, it stays.</p>
    </Confirm>
  );
}
