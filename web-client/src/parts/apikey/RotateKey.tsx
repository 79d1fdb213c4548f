import { useState } from 'react';
import { RotateApiKeyDocument } from '@/api/generated/apikey';
import { useChange } from '@/api/use-change';
import { exactUtc } from '@/format/time';
import { Confirm } from '@/parts/Confirm';
import { useNow } from '@/parts/now';
import { SelectField } from '@/parts/SelectField';
import { When } from '@/parts/When';
import type { KeyAtHand } from './at-hand';
import { SecretDialog } from './SecretDialog';

interface RotateKeyProps {
  readonly apiKey: KeyAtHand;
  readonly onClose: () => void;
}

const HOUR_MS = 3_600_000;
/** How long both keys are good; the API takes it as a duration. */
const OVERLAPS: readonly { readonly hours: number; readonly label: string }[] = [
  { hours: 1, label: 'an hour' },
  { hours: 24, label: 'a day' },
  { hours: 24 * 7, label: '7 days' },
];

/** Makes a key in the place of another one, which lives on until its users have changed over. */
export function RotateKey({ apiKey, onClose }: RotateKeyProps) {
  const rotate = useChange(RotateApiKeyDocument);
  const [hours, setHours] = useState(24);
  const [secret, setSecret] = useState<string | null>(null);
  const now = useNow();
  const overlapEndMs = now + hours * HOUR_MS;
  const ownEndMs = apiKey.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(apiKey.expiresAt);
  const endsAt = exactUtc(new Date(Math.min(overlapEndMs, ownEndMs)).toISOString()).slice(0, 16);

  async function send() {
    const done = await rotate.send({ input: { id: apiKey.id, overlap: `PT${hours}H` } });
    if (done !== null) setSecret(done.rotateApiKey.secret);
  }

  if (secret !== null) {
    return (
      <SecretDialog title={`${apiKey.name} is rotated`} secret={secret} onClose={onClose}>
        <p className="t2">The key before it is good until {endsAt} UTC.</p>
      </SecretDialog>
    );
  }
  return (
    <Confirm
      title={`Rotate ${apiKey.name}?`}
      verb="Rotate key"
      harmless
      opened
      onClose={onClose}
      onConfirm={() => void send()}
      sending={rotate.sending}
      failure={rotate.failure}
    >
      <SelectField
        label="Both keys are good for"
        value={String(hours)}
        onChange={(value) => setHours(Number(value))}
        options={OVERLAPS.map((overlap) => ({ value: String(overlap.hours), label: overlap.label }))}
      />
      <p>
        A new key takes its place, with the same name and rights. The one there is, {apiKey.prefix}…, ends on{' '}
        {endsAt} UTC; whoever still uses it then is refused, and its sockets and links close.
      </p>
      <p>
        {apiKey.lastUsedAt === null ? (
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
