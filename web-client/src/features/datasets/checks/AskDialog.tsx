import { Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  AskForWaiverDocument,
  type DatasetVersionDetailFragment,
  type ValidationDetailFragment,
} from '@/api/generated/datasets';
import { useChange } from '@/api/use-change';
import { counted } from '@/format/number';
import { calendarDate } from '@/format/time';
import { Confirm } from '@/parts/Confirm';
import { FieldError } from '@/parts/form';
import { useNow } from '@/parts/now';
import styles from './checks.module.css';
import { MAX_WAIVED_DAYS, openWaiverOf, type CheckResult, checkSentence } from './gate';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 14;

interface AskDialogProps {
  readonly result: CheckResult;
  readonly version: DatasetVersionDetailFragment;
  readonly validation: ValidationDetailFragment;
  readonly onClose: () => void;
  /** What is shown may be out of date. */
  readonly onConflict: () => void;
}

/** Asks that one failed check of one version be let pass for a while, and says what that will come to. */
export function AskDialog({ result, version, validation, onClose, onConflict }: AskDialogProps) {
  const now = useNow();
  const [reason, setReason] = useState('');
  const [last, setLast] = useState(() => dayAfter(now, USUAL_DAYS));
  const [missing, setMissing] = useState<{ readonly reason?: string; readonly endsAt?: string }>({});
  const { send, sending, failure, reset } = useChange(AskForWaiverDocument);
  const errors = { ...failure?.fields, ...missing };
  const isPlaced = failure !== null && ('reason' in failure.fields || 'endsAt' in failure.fields);
  const others = blockingBesides(result, validation, now);
  const [least, most] = [dayAfter(now, 0), dayAfter(now, MAX_WAIVED_DAYS - 1)];

  async function ask() {
    const found = {
      ...(reason.trim() === '' ? { reason: 'Why the check should pass, for whoever decides' } : {}),
      ...(last < least || last > most ? { endsAt: `A day from ${least} to ${most}` } : {}),
    };
    setMissing(found);
    if (Object.keys(found).length > 0) return;
    const done = await send({
      input: {
        validationId: validation.id,
        number: result.number,
        reason: reason.trim(),
        endsAt: endOf(last),
      },
    });
    if (done !== null) onClose();
  }

  function changed() {
    setMissing({});
    reset();
  }

  return (
    <Confirm
      title={`Ask for a waiver for v${version.number}?`}
      verb="Ask for the waiver"
      harmless
      opened
      onClose={() => {
        if (failure?.code === 'CONFLICT') onConflict();
        onClose();
      }}
      onConfirm={() => void ask()}
      sending={sending}
      failure={isPlaced ? null : failure}
    >
      <p className={styles.note}>
        <b className="med">{checkSentence(validation, result)}</b>
      </p>
      <Textarea
        label="Reason"
        required
        rows={3}
        maxLength={4_000}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          changed();
        }}
        error={errors.reason !== undefined && <FieldError>{errors.reason}</FieldError>}
      />
      <TextInput
        type="date"
        label="Last day"
        description={`Within ${MAX_WAIVED_DAYS} days from now`}
        required
        min={least}
        max={most}
        value={last}
        onChange={(event) => {
          setLast(event.currentTarget.value);
          changed();
        }}
        error={errors.endsAt !== undefined && <FieldError>{errors.endsAt}</FieldError>}
      />
      <p>
        {result.severity === 'BLOCK'
          ? others === 0
            ? `Once somebody else grants it, new jobs may read v${version.number} until the end of ${calendarDate(last)}, UTC. `
            : `${counted(others, 'other check that blocks has', 'other checks that block have')} failed and ${others === 1 ? 'needs' : 'need'} a waiver of ${others === 1 ? 'its' : 'their'} own before jobs may read v${version.number}. `
          : `v${version.number} may be read as it is; a waiver says that somebody looked at it. `}
        After that day the check has failed again: new jobs are refused, and what runs or serves by then goes
        on. It covers this check of this version only.
      </p>
      <p>You cannot grant it yourself, nor can a key of yours.</p>
    </Confirm>
  );
}

function blockingBesides(result: CheckResult, validation: ValidationDetailFragment, nowMs: number): number {
  return validation.results.edges.filter(
    ({ node }) =>
      node.number !== result.number &&
      !node.success &&
      node.severity === 'BLOCK' &&
      openWaiverOf(validation, node.number, nowMs)?.status !== 'GRANTED',
  ).length;
}

function dayAfter(nowMs: number, days: number): string {
  return new Date(nowMs + days * DAY_MS).toISOString().slice(0, 10);
}

function endOf(day: string): string {
  return `${day}T23:59:59Z`;
}
