import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { RollBackRetrainingDocument } from '@/api/generated/retraining';
import { useChange } from '@/api/use-change';
import { Confirm } from '@/parts/Confirm';
import { FieldError } from '@/parts/form';
import { stateWord } from '@/parts/State';
import { mayBeRolledBack, versionName, type Beside, type Policy, type RunRow } from './retraining';
import styles from './retraining.module.css';
import { rollBackSentences } from './roll-back';

interface RollBackDialogProps {
  readonly name: string;
  readonly run: RunRow;
  readonly policy: Policy;
  readonly beside: Beside | undefined;
  readonly onClose: () => void;
  /** It was refused: the run may stand otherwise by now. */
  readonly onStale: () => void;
}

/** Puts the champion back, with a reason; says what becomes of which traffic. */
export function RollBackDialog({ name, run, policy, beside, onClose, onStale }: RollBackDialogProps) {
  // What is decided on is what was read when it opened: an update from elsewhere must not slip under it.
  const [seen, setSeen] = useState(run.version);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const { send, sending, failure, reset } = useChange(RollBackRetrainingDocument);
  const isStale = run.version !== seen;
  const champion = versionName(run.champion, 'the champion');
  const said = missing ? 'Why it is rolled back, in a few words' : failure?.fields.reason;

  async function rollBack() {
    if (reason.trim() === '') {
      setMissing(true);
      return;
    }
    const done = await send({ input: { id: run.id, expectedVersion: seen, reason: reason.trim() } });
    if (done !== null) onClose();
    else onStale();
  }

  return (
    <Confirm
      title={`Roll ${name} back to ${champion}?`}
      verb={`Roll back to ${champion}`}
      opened
      onClose={onClose}
      onConfirm={() => void rollBack()}
      sending={sending}
      disabled={isStale}
      failure={
        (failure?.code === 'CONFLICT' && isStale) || failure?.fields.reason !== undefined ? null : failure
      }
    >
      {isStale && (
        <div role="alert" className={styles.stale}>
          <p>
            <b className="med">The run changed meanwhile.</b> It is {stateWord(run.status).toLowerCase()} now;
            nothing was rolled back.
          </p>
          {mayBeRolledBack(run) && (
            <Button
              variant="default"
              onClick={() => {
                setSeen(run.version);
                reset();
              }}
            >
              Decide on that
            </Button>
          )}
        </div>
      )}
      <ul className={styles.becomes} aria-label="What will happen">
        {rollBackSentences(run, policy, beside).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Textarea
        label="Reason"
        description="Kept with the run, for whoever asks why"
        required
        rows={2}
        maxLength={1_000}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setMissing(false);
        }}
        error={said !== undefined && <FieldError>{said}</FieldError>}
      />
    </Confirm>
  );
}
