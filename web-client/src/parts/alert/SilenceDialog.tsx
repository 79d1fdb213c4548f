import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { SilenceAlertRuleDocument, type SpokenRuleFragment } from '@/api/generated/alert';
import { useChange } from '@/api/use-change';
import { exactUtc } from '@/format/time';
import { Confirm } from '@/parts/Confirm';
import { FieldError } from '@/parts/form';
import { useNow } from '@/parts/now';

interface SilenceDialogProps {
  readonly rule: Pick<SpokenRuleFragment, 'id' | 'version' | 'name'>;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

const HOUR_MS = 3_600_000;
const MOST_MS = 30 * 24 * HOUR_MS;
const USUAL_MS = 4 * HOUR_MS;

/** Has nobody told of a rule for a while: a silence has an end and a reason. */
export function SilenceDialog({ rule, onClose, onStale }: SilenceDialogProps) {
  const now = useNow();
  const [until, setUntil] = useState(() => minute(now + USUAL_MS));
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<{ readonly until?: string; readonly reason?: string }>({});
  const { send, sending, failure, reset } = useChange(SilenceAlertRuleDocument);
  const errors = { ...(failure?.fields ?? {}), ...missing };
  const isPlaced = failure !== null && ('until' in failure.fields || 'reason' in failure.fields);
  const endMs = Date.parse(`${until}Z`);

  async function silence() {
    const found = {
      ...(endMs > now && endMs <= now + MOST_MS ? {} : { until: 'A time ahead, within 30 days' }),
      ...(reason.trim() === '' ? { reason: 'Why nobody should be told, for whoever asks' } : {}),
    };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    const done = await send({
      input: {
        id: rule.id,
        expectedVersion: rule.version,
        until: new Date(endMs).toISOString(),
        reason: reason.trim(),
      },
    });
    if (done !== null) onClose();
    else onStale();
  }

  function changed() {
    setMissing({});
    reset();
  }

  return (
    <Confirm
      title={`Silence ${rule.name}?`}
      verb="Silence rule"
      harmless
      opened
      onClose={onClose}
      onConfirm={() => void silence()}
      sending={sending}
      failure={isPlaced ? null : failure}
    >
      <TextInput
        type="datetime-local"
        label="Until, UTC"
        description="Within 30 days; a silence always ends"
        required
        min={minute(now)}
        max={minute(now + MOST_MS)}
        value={until}
        onChange={(event) => {
          setUntil(event.currentTarget.value);
          changed();
        }}
        error={errors.until !== undefined && <FieldError>{errors.until}</FieldError>}
      />
      <Textarea
        label="Reason"
        required
        rows={2}
        maxLength={4_000}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          changed();
        }}
        error={errors.reason !== undefined && <FieldError>{errors.reason}</FieldError>}
      />
      <p>
        Until {Number.isNaN(endMs) ? 'then' : exactUtc(new Date(endMs).toISOString())} nobody is told of this
        rule; its alerts are seen all the same. What still fires then is told then.
      </p>
    </Confirm>
  );
}

function minute(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16);
}
