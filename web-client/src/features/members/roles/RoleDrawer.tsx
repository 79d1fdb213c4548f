import type { RoleRowFragment } from '@/api/generated/members';
import { BUILT_IN } from '@/features/members/grants';
import type { Organisation } from '@/features/members/organisation';
import { Drawer } from '@/parts/Drawer';
import { Hidden } from '@/parts/states';
import { Tag } from '@/parts/Tag';
import { Permissions } from './Permissions';
import { NEW_ROLE } from './role';
import { RoleForm } from './RoleForm';
import { RoleWords } from './RoleWords';
import { words } from './words';

const says = words.roleDrawer;

interface RoleDrawerProps {
  readonly organisation: Organisation;
  /** Of one of the organisation's own, the name of a built-in one, or `new`. */
  readonly roleId: string;
  readonly onClose: () => void;
}

/** One role beside the table: what it is called, what it allows, and what that means in words. */
export function RoleDrawer({ organisation, roleId, onClose }: RoleDrawerProps) {
  const builtIn = BUILT_IN.find(({ role }) => role === roleId);
  const own = organisation.roles.find(({ id }) => id === roleId) ?? null;
  if (organisation.mayWrite && (own !== null || roleId === NEW_ROLE)) {
    return (
      <Drawer title={own?.name ?? says.title} aside={<Tag>{says.customRole}</Tag>} onClose={onClose}>
        <RoleForm role={own} organisation={organisation} onClose={onClose} />
      </Drawer>
    );
  }
  const shown: Pick<RoleRowFragment, 'name' | 'permissions'> | null =
    own ?? (builtIn === undefined ? null : { name: builtIn.name, permissions: [...builtIn.permissions] });
  if (shown === null) {
    return (
      <Drawer title="Role" onClose={onClose}>
        <Hidden />
      </Drawer>
    );
  }
  return (
    <Drawer
      title={shown.name}
      aside={<Tag>{own === null ? says.builtIn : says.customRole}</Tag>}
      onClose={onClose}
    >
      <RoleWords permissions={shown.permissions} />
      <Permissions permissions={new Set(shown.permissions)} />
    </Drawer>
  );
}
