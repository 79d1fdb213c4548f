import { DeleteServiceAccountDocument, type AccountRowFragment } from '@/api/generated/members';
import { counted } from '@/format/number';
import { Confirm, useConfirm } from '@/parts/form';
import { When } from '@/parts/When';
import { lastUsedOf, liveKeysOf } from './account';

interface DeleteAccountProps {
  readonly account: AccountRowFragment;
  /** Whether the person sees its keys. */
  readonly withKeys: boolean;
  readonly onClose: () => void;
}

/** Says which keys stop, and whether somebody used them of late. */
export function DeleteAccount({ account, withKeys, onClose }: DeleteAccountProps) {
  const { id, version } = account;
  const form = useConfirm(DeleteServiceAccountDocument, { id, expectedVersion: version }, onClose);
  const keys = liveKeysOf(account);
  const used = lastUsedOf(account);
  return (
    <Confirm
      title={`Delete the service account ${account.name}?`}
      verb={`Delete ${account.name}`}
      form={form}
      onClose={onClose}
    >
      <p>
        {withKeys
          ? `${counted(keys.length, 'key is', 'keys are')} revoked${keys.length === 0 ? '' : `: ${keys.map(({ name }) => name).join(', ')}`}. `
          : 'All of its keys are revoked. '}
        Whatever signs in as it is refused within two seconds, and cannot be brought back.
      </p>
      {withKeys && (
        <p>
          {used === null ? (
            'None of its keys was ever used.'
          ) : (
            <>
              One of its keys was last used <When at={used} />.
            </>
          )}
        </p>
      )}
    </Confirm>
  );
}
