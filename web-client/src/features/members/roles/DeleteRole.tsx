import { DeleteRoleDocument, type RoleRowFragment } from '@/api/generated/members';
import { useChange } from '@/api/use-change';
import { Confirm } from '@/parts/Confirm';

interface DeleteRoleProps {
  readonly role: RoleRowFragment;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteRole({ role, onClose, onDeleted }: DeleteRoleProps) {
  const remove = useChange(DeleteRoleDocument);
  return (
    <Confirm
      title={`Delete the role ${role.name}?`}
      verb={`Delete ${role.name}`}
      opened
      onClose={onClose}
      onConfirm={() => {
        void remove
          .send({ id: role.id, expectedVersion: role.version })
          .then((done) => done !== null && onDeleted());
      }}
      sending={remove.sending}
      failure={remove.failure}
    >
      <p>Nobody holds it, so nobody loses anything. Should somebody be given it meanwhile, it stays.</p>
    </Confirm>
  );
}
