import { useState } from 'react';
import { RotateApiKeyDocument } from '@/api/generated/apikey';
import { exactUtc } from '@/format/time';
import { HOUR_MS } from '@/format/units';
import { Confirm, useForm } from '@/parts/form';
import { useNow } from '@/parts/now';
import { SelectField } from '@/parts/SelectField';
import type { KeyAtHand } from './at-hand';
import { LastUse } from './LastUse';
import { SecretDialog } from './SecretDialog';
import { words } from './words';

interface RotateKeyProps {
  readonly apiKey: KeyAtHand;
  readonly onClose: () => void;
}

/** How long both keys are good; the API takes it as a duration. */
const OVERLAPS = Object.entries(words.rotate.overlaps).map(([value, label]) => ({ value, label }));
const says = words.rotate;

/** Makes a key in the place of another one, which lives on until its users have changed over. */
export function RotateKey({ apiKey, onClose }: RotateKeyProps) {
  const [secret, setSecret] = useState<string | null>(null);
  const now = useNow();
  const form = useForm({
    of: null,
    values: () => ({ hours: '24' }),
    send: async ({ hours }, { ask }) => {
      const { rotateApiKey } = await ask(RotateApiKeyDocument, {
        input: { id: apiKey.id, overlap: `PT${hours}H` },
      });
      setSecret(rotateApiKey.secret);
    },
  });
  const overlapEndMs = now + Number(form.values.hours) * HOUR_MS;
  const ownEndMs = apiKey.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(apiKey.expiresAt);
  const endsAt = exactUtc(new Date(Math.min(overlapEndMs, ownEndMs)).toISOString()).slice(0, 16);

  if (secret !== null) {
    return (
      <SecretDialog title={says.done(apiKey.name)} secret={secret} onClose={onClose}>
        <p className="t2">{says.before(endsAt)}</p>
      </SecretDialog>
    );
  }
  return (
    <Confirm title={says.title(apiKey.name)} verb={says.verb} harmless form={form} onClose={onClose}>
      <SelectField label={says.overlap} options={OVERLAPS} {...form.field('hours')} />
      <p>{says.effect(apiKey.prefix, endsAt)}</p>
      <LastUse apiKey={apiKey} />
    </Confirm>
  );
}
