import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import { LeaveTenantDocument, type MemberRowFragment } from '@/api/generated/members';
import { useSignedIn } from '@/api/session';
import { describe } from '@/features/members/grants';
import { isLastOwner, type Organisation } from '@/features/members/organisation';
import { counted } from '@/format/number';
import { Confirm, MessageDialog, useConfirm } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { paths } from '@/paths';

interface LeaveDialogProps {
  /** The person themselves. */
  readonly member: MemberRowFragment;
  readonly organisation: Organisation;
  readonly onTransfer: () => void;
  readonly onClose: () => void;
}

/** Leaving, in figures; the last owner is told why not, and what to do first. */
export function LeaveDialog({ member, organisation, onTransfer, onClose }: LeaveDialogProps) {
  const { tenant, tenants, refresh } = useSignedIn();
  const navigate = useNavigate();
  const { grants, teams, version } = member;
  const form = useConfirm(
    LeaveTenantDocument,
    { expectedVersion: version },
    () => void Promise.resolve(navigate(paths.home())).then(refresh),
  );

  if (isLastOwner(organisation, member)) {
    const others = organisation.members.length - 1;
    return (
      <MessageDialog
        title="You are the last owner"
        onClose={onClose}
        actions={
          <>
            <Button variant="default" onClick={onClose}>
              Stay
            </Button>
            {others > 0 && <Button onClick={onTransfer}>Transfer ownership…</Button>}
          </>
        }
      >
        <p className="t2">
          {tenant.name} would be without anyone who may change it, so you cannot leave.{' '}
          {others === 0
            ? 'Nobody else belongs to it yet: invite somebody first.'
            : `Hand it over to one of the other ${counted(others, 'member', 'members')}, then leave.`}
        </p>
      </MessageDialog>
    );
  }
  return (
    <Confirm title={`Leave ${tenant.name}?`} verb="Leave organisation" form={form} onClose={onClose}>
      <p>
        Within two seconds you see nothing of it any more, and the API keys that you made for yourself are
        revoked. Jobs and keys of service accounts go on; runs and versions stay under your name. To come back
        you need an invitation.
      </p>
      <KeyValue
        facts={[
          {
            label: counted(grants.length, 'role ends', 'roles end'),
            value: grants.map(describe).join(', ') || 'none of your own',
          },
          {
            label: counted(teams.length, 'team is left', 'teams are left'),
            value: teams.map(({ name }) => name).join(', ') || 'in none',
          },
          { label: 'Your other organisations', value: String(tenants.length - 1) },
        ]}
      />
    </Confirm>
  );
}
