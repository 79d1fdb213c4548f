import { RemoveSignOnProviderDocument, type SignOnProviderPartsFragment } from '@/api/generated/signon';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { Confirm } from '@/parts/Confirm';

interface RemoveProviderProps {
  readonly provider: SignOnProviderPartsFragment;
  readonly onClose: () => void;
}

/** Says for how many people it ends. */
export function RemoveProvider({ provider, onClose }: RemoveProviderProps) {
  const remove = useChange(RemoveSignOnProviderDocument);
  return (
    <Confirm
      title="Remove the identity provider?"
      verb="Remove identity provider"
      opened
      onClose={onClose}
      onConfirm={() => {
        void remove
          .send({ id: provider.id, expectedVersion: provider.version })
          .then((done) => done !== null && onClose());
      }}
      sending={remove.sending}
      failure={remove.failure}
    >
      <p>
        Nobody signs on at <span className="mono">{provider.issuer}</span> any more.{' '}
        {counted(provider.people, 'person came', 'people came')} by it: within minutes their sessions end,
        their accounts go, and their API keys are refused. An owner who is the last one stays. What they made
        stays, and domains stay verified.
      </p>
      <p>To bring them back set a provider again; as people of another issuer they come as new ones.</p>
    </Confirm>
  );
}
