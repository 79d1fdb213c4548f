import { RetrainDocument } from '@/api/generated/retraining';
import { money } from '@/format/number';
import { spanInWords } from '@/format/span';
import { Confirm, Notes, useForm } from '@/parts/form';
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
    ? 'Another run goes on: this one would be refused.'
    : breaker.open
      ? `The breaker is open, with ${breaker.trainings} trainings in ${spanInWords(breaker.period)}: this one would be refused. Set the policy again to count anew.`
      : null;

  return (
    <Confirm title={`Retrain ${name} now?`} verb="Retrain now" harmless form={form} onClose={onClose}>
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
      <Notes label="Why" description="Kept with the run" rows={2} maxLength={1_000} {...form.text('note')} />
    </Confirm>
  );
}
