import { RetrainDocument } from '@/api/generated/retraining';
import { money } from '@/format/number';
import { spanInWords } from '@/format/span';
import { Confirm, Notes, useForm } from '@/parts/form';
import { goesOn, type Policy, type RunRow } from './retraining';
import styles from './retraining.module.css';
import { words } from './words';

const says = words.retrainDialog;

interface RetrainDialogProps {
  readonly name: string;
  readonly policy: Policy;
  readonly runs: readonly RunRow[];
  readonly onClose: () => void;
  readonly onStarted: (run: string) => void;
}

/** Has the policy run now; says what that may cost, and what would have it refused. */
export function RetrainDialog({ name, policy, runs, onClose, onStarted }: RetrainDialogProps) {
  const form = useForm({
    of: null,
    values: () => ({ note: '' }),
    send: async ({ note }, { ask }) => {
      const text = note.trim();
      const { retrain } = await ask(RetrainDocument, {
        policyId: policy.id,
        note: text === '' ? null : text,
      });
      onStarted(retrain.id);
      onClose();
    },
  });
  const { breaker, maxCost, setBy } = policy;
  const obstacle = runs.some(goesOn)
    ? says.anotherRunGoes
    : breaker.open
      ? says.breakerIsOpen(breaker.trainings, spanInWords(breaker.period))
      : null;

  return (
    <Confirm title={says.title(name)} verb={says.verb} harmless form={form} onClose={onClose}>
      <p>
        {says.trainsIf(setBy.label, money(maxCost.amount, maxCost.currency))}
        {policy.status === 'COOLDOWN' && says.itRuns}
      </p>
      {obstacle !== null && (
        <p className={styles.obstacle} role="note">
          {obstacle}
        </p>
      )}
      <Notes label="Why" description={says.hint} rows={2} maxLength={1_000} {...form.text('note')} />
    </Confirm>
  );
}
