import { useState } from 'react';
import { useMutation } from 'urql';
import { idempotent, newIdempotencyKey } from '@/api/client';
import { toFailure } from '@/api/failure';
import { RevokeApiKeyDocument } from '@/api/generated/apikey';
import { Confirm } from '@/parts/Confirm';
import { When } from '@/parts/When';
import type { KeyAtHand } from './at-hand';

/** Ends a key for good. */
export function RevokeKey({ apiKey, onClose }: { readonly apiKey: KeyAtHand; readonly onClose: () => void }) {
  const [requestKey] = useState(newIdempotencyKey);
  const [{ fetching, error }, revoke] = useMutation(RevokeApiKeyDocument);

  async function send() {
    const answer = await revoke({ id: apiKey.id }, idempotent(requestKey));
    if (answer.error === undefined) onClose();
  }

  return (
    <Confirm
      title={`Revoke ${apiKey.name}?`}
      verb="Revoke key"
      opened
      onClose={onClose}
      onConfirm={() => void send()}
      sending={fetching}
      failure={error === undefined ? null : toFailure(error)}
    >
      <p>
        Whoever uses it is refused from now on. A revoked key cannot come back; create another one instead.
      </p>
      <p>
        {apiKey.lastUsedAt == null ? (
          'It was never used.'
        ) : (
          <>
            It was last used <When at={apiKey.lastUsedAt} />.
          </>
        )}
      </p>
    </Confirm>
  );
}
