import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { RetrainDocument } from '@/api/generated/retraining';
import { useChange } from '@/api/use-change';
import { money } from '@/format/number';
import { spanInWords } from '@/format/span';
import { Confirm } from '@/parts/Confirm';
import { FieldError } from '@/parts/form';
import { goesOn, type Policy, type RunRow } from './retraining';
import styles from './retraining.module.css';

interface RetrainDialogProps {
  readonly name: string;
  readonly policy: Policy;
  readonly runs: readonly RunRow[];
  readonly onClose: () => void;
  readonly onStarted: (run: string) => void;
}

/** Has the policy run now; says what that may cost, and what would have it refused. */
export function RetrainDialog({ name, policy, runs, onClose, onStarted }: RetrainDialogProps) {
  const [note, setNote] = useState('');
  const { send, sending, failure } = useChange(RetrainDocument);
  const { breaker, maxCost, setBy } = policy;
  const obstacle = runs.some(goesOn)
    ? 'Another run goes on: this one would be refused.'
    : breaker.open
      ? `The breaker is open, with ${breaker.trainings} trainings in ${spanInWords(breaker.period)}: this one would be refused. Set the policy again to count anew.`
      : null;

  async function start() {
    const text = note.trim();
    const done = await send({ policyId: policy.id, note: text === '' ? null : text });
    if (done === null) return;
    onStarted(done.retrain.id);
    onClose();
  }

  return (
    <Confirm
      title={`Retrain ${name} now?`}
      verb="Retrain now"
      harmless
      opened
      onClose={onClose}
      onConfirm={() => void start()}
      sending={sending}
      failure={failure?.fields.note === undefined ? failure : null}
    >
      <p>
        It trains if its checks pass, with the rights of {setBy.label}, who set the policy. A run is estimated
        to cost at most {money(maxCost.amount, maxCost.currency)}, else it is declined. Nothing is deployed
        before somebody approves it.
        {policy.status === 'COOLDOWN' && ' It runs in the cooldown, too.'}
      </p>
      {obstacle !== null && (
        <p className={styles.obstacle} role="note">
          {obstacle}
        </p>
      )}
      <Textarea
        label="Why"
        description="Kept with the run"
        rows={2}
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={failure?.fields.note !== undefined && <FieldError>{failure.fields.note}</FieldError>}
      />
    </Confirm>
  );
}
