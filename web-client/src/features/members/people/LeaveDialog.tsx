import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import { LeaveTenantDocument, type MemberRowFragment } from '@/api/generated/members';
import { useSignedIn } from '@/api/session';
import { describe } from '@/features/members/grants';
import { isLastOwner, type Organisation } from '@/features/members/organisation';
import { Confirm, MessageDialog, useConfirm } from '@/parts/form';
import { KeyValue } from '@/parts/KeyValue';
import { paths } from '@/paths';
import { words } from './words';

const says = words.leaveDialog;

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
        title={says.youAreTheLast}
        onClose={onClose}
        actions={
          <>
            <Button variant="default" onClick={onClose}>
              Stay
            </Button>
            {others > 0 && <Button onClick={onTransfer}>{says.transferOwnership}</Button>}
          </>
        }
      >
        <p className="t2">
          {says.wouldBeWithoutAnyone(
            tenant.name,
            others === 0 ? says.nobodyElseBelongs : says.handItOver(others),
          )}
        </p>
      </MessageDialog>
    );
  }
  return (
    <Confirm title={says.leave(tenant.name)} verb={says.verb} form={form} onClose={onClose}>
      <p>{says.withinTwoSecondsYou}</p>
      <KeyValue
        facts={[
          {
            label: says.rolesEnd(grants.length),
            value: grants.map(describe).join(', ') || says.noneOfYourOwn,
          },
          {
            label: says.teamsAreLeft(teams.length),
            value: teams.map(({ name }) => name).join(', ') || says.inNone,
          },
          { label: says.yourOtherOrganisations, value: String(tenants.length - 1) },
        ]}
      />
    </Confirm>
  );
}
