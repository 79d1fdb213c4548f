import { DeleteAlertRuleDocument } from '@/api/generated/alerts';
import { useChange } from '@/api/use-change';
import type { RuleLine } from '@/features/alerts/use-alerts';
import { Confirm } from '@/parts/Confirm';

interface EndRuleProps {
  readonly rule: RuleLine;
  readonly onClose: () => void;
  readonly onEnded: () => void;
  readonly onStale: () => void;
}

/** Asks before a rule watches nothing any more. */
export function EndRule({ rule, onClose, onEnded, onStale }: EndRuleProps) {
  const { send, sending, failure } = useChange(DeleteAlertRuleDocument);

  async function end() {
    if ((await send({ id: rule.id, expectedVersion: rule.version })) === null) onStale();
    else onEnded();
  }

  return (
    <Confirm
      title={`End the rule ${rule.name}?`}
      verb="End rule"
      opened
      onClose={onClose}
      onConfirm={() => void end()}
      sending={sending}
      failure={failure}
    >
      <p>
        It watches nothing any more, and its alerts are not shown any more
        {rule.status === 'FIRING' ? ', the one that fires now included: nobody is told that it ended.' : '.'}
      </p>
      <p>Its channels stay as they are. To have nobody told for a while, silence it instead.</p>
    </Confirm>
  );
}
