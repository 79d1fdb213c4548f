import { DeleteAlertRuleDocument } from '@/api/generated/alerts';
import type { RuleLine } from '@/features/alerts/use-alerts';
import { Confirm, useConfirm } from '@/parts/form';
import { words } from './words';

const says = words.endRule;

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
    <Confirm title={says.title(rule.name)} verb={says.verb} form={form} onClose={onClose}>
      <p>{says.watchesNothingAny(rule.status)}</p>
      <p>{says.channelsStay}</p>
    </Confirm>
  );
}
