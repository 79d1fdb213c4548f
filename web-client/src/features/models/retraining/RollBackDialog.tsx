import { RollBackRetrainingDocument } from '@/api/generated/retraining';
import { Confirm, missing, Notes, useForm } from '@/parts/form';
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
  const form = useForm<{ readonly reason: string }, RunRow>({
    of: run,
    values: () => ({ reason: '' }),
    check: (values) => missing(values, { reason: 'Why it is rolled back, in a few words' }),
    send: async ({ reason }, { ask, of }) => {
      const input = { id: of.id, expectedVersion: of.version, reason: reason.trim() };
      await ask(RollBackRetrainingDocument, { input });
      onClose();
    },
    onRefused: onStale,
  });
  const champion = versionName(run.champion, 'the champion');

  return (
    <Confirm
      title={`Roll ${name} back to ${champion}?`}
      verb={`Roll back to ${champion}`}
      form={form}
      onClose={onClose}
      disabled={!mayBeRolledBack(run)}
      changed={
        <>
          <b className="med">The run changed meanwhile.</b> It is {stateWord(run.status).toLowerCase()} now;
          nothing was rolled back.
        </>
      }
    >
      <ul className={styles.becomes} aria-label="What will happen">
        {rollBackSentences(run, policy, beside).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Notes
        label="Reason"
        description="Kept with the run, for whoever asks why"
        required
        rows={2}
        maxLength={1_000}
        {...form.text('reason')}
      />
    </Confirm>
  );
}
