import { DeleteServiceAccountDocument, type AccountRowFragment } from '@/api/generated/members';
import { Confirm, useConfirm } from '@/parts/form';
import { When } from '@/parts/When';
import { lastUsedOf, liveKeysOf } from './account';
import { words } from './words';

const says = words.deleteAccount;

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
    <Confirm title={says.title(account.name)} verb={says.verb(account.name)} form={form} onClose={onClose}>
      <p>
        {says.whateverSigns(
          withKeys
            ? says.revoked(
                keys.length,
                keys.length === 0 ? '' : `: ${keys.map(({ name }) => name).join(', ')}`,
              )
            : says.allOfItsKeys,
        )}
      </p>
      {withKeys && (
        <p>
          {used === null ? (
            says.noneOfItsKeys
          ) : (
            <>
              {says.oneOfItsKeys} <When at={used} />.
            </>
          )}
        </p>
      )}
    </Confirm>
  );
}
