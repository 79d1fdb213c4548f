import { RollBackRetrainingDocument } from '@/api/generated/retraining';
import { Confirm, missing, Notes, useForm } from '@/parts/form';
import { stateWord } from '@/parts/State';
import { mayBeRolledBack, versionName, type Beside, type Policy, type RunRow } from './retraining';
import styles from './retraining.module.css';
import { rollBackSentences } from './roll-back';
import { words } from './words';

const says = words.rollBackDialog;

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
    check: (values) => missing(values, { reason: says.reason }),
    send: async ({ reason }, { ask, of }) => {
      const input = { id: of.id, expectedVersion: of.version, reason: reason.trim() };
      await ask(RollBackRetrainingDocument, { input });
      onClose();
    },
    onRefused: onStale,
  });
  const champion = versionName(run.champion, says.theChampion);

  return (
    <Confirm
      title={says.title(name, champion)}
      verb={says.verb(champion)}
      form={form}
      onClose={onClose}
      disabled={!mayBeRolledBack(run)}
      changed={
        <>
          <b className="med">{says.runChangedMeanwhile}</b>{' '}
          {says.nowNothing(stateWord(run.status).toLowerCase())}
        </>
      }
    >
      <ul className={styles.becomes} aria-label={says.label}>
        {rollBackSentences(run, policy, beside).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Notes
        label="Reason"
        description={says.hint}
        required
        rows={2}
        maxLength={1_000}
        {...form.text('reason')}
      />
    </Confirm>
  );
}
