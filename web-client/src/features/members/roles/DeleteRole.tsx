import { DeleteRoleDocument, type RoleRowFragment } from '@/api/generated/members';
import { Confirm, useConfirm } from '@/parts/form';
import { words } from './words';

const says = words.deleteRole;

interface DeleteRoleProps {
  readonly role: RoleRowFragment;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteRole({ role, onClose, onDeleted }: DeleteRoleProps) {
  const { id, version } = role;
  const form = useConfirm(DeleteRoleDocument, { id, expectedVersion: version }, onDeleted);
  return (
    <Confirm title={says.title(role.name)} verb={says.verb(role.name)} form={form} onClose={onClose}>
      <p>{says.nobodyHolds}</p>
    </Confirm>
  );
}
