import { DeleteAlertRuleDocument } from '@/api/generated/alerts';
import type { RuleLine } from '@/features/alerts/use-alerts';
import { Confirm, useConfirm } from '@/parts/form';

interface EndRuleProps {
  readonly rule: RuleLine;
  readonly onClose: () => void;
  readonly onEnded: () => void;
  readonly onStale: () => void;
}

/** Asks before a rule watches nothing any more. */
export function EndRule({ rule, onClose, onEnded, onStale }: EndRuleProps) {
  const { id, version } = rule;
  const form = useConfirm(DeleteAlertRuleDocument, { id, expectedVersion: version }, onEnded, onStale);
  return (
    <Confirm title={`End the rule ${rule.name}?`} verb="End rule" form={form} onClose={onClose}>
      <p>
        It watches nothing any more, and its alerts are not shown any more
        {rule.status === 'FIRING' ? ', the one that fires now included: nobody is told that it ended.' : '.'}
      </p>
      <p>Its channels stay as they are. To have nobody told for a while, silence it instead.</p>
    </Confirm>
  );
}
