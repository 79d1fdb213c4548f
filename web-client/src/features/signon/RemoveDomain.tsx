import { RemoveSignOnDomainDocument, type SignOnDomainPartsFragment } from '@/api/generated/signon';
import { Confirm, useConfirm } from '@/parts/form';
import { words } from './words';

interface RemoveDomainProps {
  readonly domain: SignOnDomainPartsFragment;
  readonly onClose: () => void;
}

const says = words.removeDomain;

/** A verified domain has people; one that never counted has none. */
export function RemoveDomain({ domain: { id, version, domain, state }, onClose }: RemoveDomainProps) {
  const form = useConfirm(RemoveSignOnDomainDocument, { id, expectedVersion: version }, onClose);
  return (
    <Confirm title={says.title(domain)} verb={says.verb(domain)} form={form} onClose={onClose}>
      <p>
        {state === 'VERIFIED' ? says.verified : says.unverified} {says.again}
      </p>
    </Confirm>
  );
}
