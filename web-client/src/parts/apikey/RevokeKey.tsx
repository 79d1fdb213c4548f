import { RevokeApiKeyDocument } from '@/api/generated/apikey';
import { Confirm, useConfirm } from '@/parts/form';
import type { KeyAtHand } from './at-hand';
import { LastUse } from './LastUse';
import { words } from './words';

interface RevokeKeyProps {
  readonly apiKey: KeyAtHand;
  readonly onClose: () => void;
}

const says = words.revoke;

/** Ends a key for good. */
export function RevokeKey({ apiKey, onClose }: RevokeKeyProps) {
  const form = useConfirm(RevokeApiKeyDocument, { id: apiKey.id }, onClose);
  return (
    <Confirm title={says.title(apiKey.name)} verb={says.verb} form={form} onClose={onClose}>
      <p>{says.effect}</p>
      <LastUse apiKey={apiKey} />
    </Confirm>
  );
}
