import { RemoveSignOnDomainDocument, type SignOnDomainPartsFragment } from '@/api/generated/signon';
import { useChange } from '@/api/use-change';
import { Confirm } from '@/parts/Confirm';

interface RemoveDomainProps {
  readonly domain: SignOnDomainPartsFragment;
  readonly onClose: () => void;
}

/** A verified domain has people; one that never counted has none. */
export function RemoveDomain({ domain, onClose }: RemoveDomainProps) {
  const remove = useChange(RemoveSignOnDomainDocument);
  return (
    <Confirm
      title={`Remove ${domain.domain}?`}
      verb={`Remove ${domain.domain}`}
      opened
      onClose={onClose}
      onConfirm={() => {
        void remove
          .send({ id: domain.id, expectedVersion: domain.version })
          .then((done) => done !== null && onClose());
      }}
      sending={remove.sending}
      failure={remove.failure}
    >
      <p>
        {domain.state === 'VERIFIED'
          ? 'People with an address in it do not sign on any more. Whoever did is signed out within minutes, API keys of theirs included; their roles are kept.'
          : 'It counts for nothing now, so that nobody is signed out.'}{' '}
        To name it again means a new record in its DNS.
      </p>
    </Confirm>
  );
}
