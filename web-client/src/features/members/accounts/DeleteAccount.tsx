import { DeleteServiceAccountDocument, type AccountRowFragment } from '@/api/generated/members';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { Confirm } from '@/parts/Confirm';
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
  const remove = useChange(DeleteServiceAccountDocument);
  const keys = liveKeysOf(account);
  const used = lastUsedOf(account);
  return (
    <Confirm
      title={`Delete the service account ${account.name}?`}
      verb={`Delete ${account.name}`}
      opened
      onClose={onClose}
      onConfirm={() => {
        void remove
          .send({ id: account.id, expectedVersion: account.version })
          .then((done) => done !== null && onClose());
      }}
      sending={remove.sending}
      failure={remove.failure}
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
