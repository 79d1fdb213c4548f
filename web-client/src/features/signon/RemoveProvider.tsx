import { RemoveSignOnProviderDocument, type SignOnProviderPartsFragment } from '@/api/generated/signon';
import { Confirm, useConfirm } from '@/parts/form';
import { words } from './words';

interface RemoveProviderProps {
  readonly provider: SignOnProviderPartsFragment;
  readonly onClose: () => void;
}

const says = words.removeProvider;

/** Says for how many people it ends. */
export function RemoveProvider({ provider, onClose }: RemoveProviderProps) {
  const { id, version, issuer, people } = provider;
  const form = useConfirm(RemoveSignOnProviderDocument, { id, expectedVersion: version }, onClose);
  return (
    <Confirm title={says.title} verb={says.verb} form={form} onClose={onClose}>
      <p>
        {says.nobody} <span className="mono">{issuer}</span>. {says.people(people)}
      </p>
      <p>{says.again}</p>
    </Confirm>
  );
}
