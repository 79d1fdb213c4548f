import { SilenceAlertRuleDocument, type SpokenRuleFragment } from '@/api/generated/alert';
import { exactUtc } from '@/format/time';
import { HOUR_MS } from '@/format/units';
import { Confirm, missing, Notes, useForm } from '@/parts/form';
import { EndField, endText } from '@/parts/form/EndField';
import { useNow } from '@/parts/now';
import { words as says } from './silence-words';

interface SilenceDialogProps {
  readonly rule: Pick<SpokenRuleFragment, 'id' | 'version' | 'name'>;
  readonly onClose: () => void;
  readonly onStale: () => void;
}

const MOST_MS = 30 * 24 * HOUR_MS;
const USUAL_MS = 4 * HOUR_MS;

/** Has nobody told of a rule for a while: a silence has an end and a reason. */
export function SilenceDialog({ rule, onClose, onStale }: SilenceDialogProps) {
  const now = useNow();
  const isWithin = (endMs: number) => endMs > now && endMs <= now + MOST_MS;
  const form = useForm({
    of: null,
    values: () => ({ until: endText('minute', now + USUAL_MS), reason: '' }),
    check: (values) => ({
      ...(isWithin(Date.parse(`${values.until}Z`)) ? {} : { until: says.wrongEnd }),
      ...missing(values, { reason: says.needsReason }),
    }),
    send: async ({ until, reason }, { ask }) => {
      const silence = { until: new Date(`${until}Z`).toISOString(), reason: reason.trim() };
      await ask(SilenceAlertRuleDocument, {
        input: { id: rule.id, expectedVersion: rule.version, ...silence },
      });
      onClose();
    },
    onRefused: onStale,
  });
  const endMs = Date.parse(`${form.values.until}Z`);
  return (
    <Confirm title={says.title(rule.name)} verb={says.verb} harmless form={form} onClose={onClose}>
      <EndField
        label={says.until}
        description={says.untilHint}
        kind="minute"
        fromMs={now}
        untilMs={now + MOST_MS}
        {...form.field('until')}
      />
      <Notes label={says.reason} required rows={2} {...form.text('reason')} />
      <p>{says.effect(Number.isNaN(endMs) ? null : exactUtc(new Date(endMs).toISOString()))}</p>
    </Confirm>
  );
}
