import {
  AskForWaiverDocument,
  type DatasetVersionDetailFragment,
  type ValidationDetailFragment,
} from '@/api/generated/datasets';
import { counted } from '@/format/number';
import { calendarDate } from '@/format/time';
import { Confirm, missing, Notes, useForm } from '@/parts/form';
import { EndField, endText } from '@/parts/form/EndField';
import { useNow } from '@/parts/now';
import styles from './checks.module.css';
import { MAX_WAIVED_DAYS, openWaiverOf, type CheckResult, checkSentence } from './gate';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 14;

interface AskDialogProps {
  readonly result: CheckResult;
  readonly version: DatasetVersionDetailFragment;
  readonly validation: ValidationDetailFragment;
  readonly onClose: () => void;
  /** What is shown may be out of date. */
  readonly onConflict: () => void;
}

/** Asks that one failed check of one version be let pass for a while, and says what that will come to. */
export function AskDialog({ result, version, validation, onClose, onConflict }: AskDialogProps) {
  const now = useNow();
  const untilMs = now + (MAX_WAIVED_DAYS - 1) * DAY_MS;
  const [least, most] = [endText('day', now), endText('day', untilMs)];
  const others = blockingBesides(result, validation, now);
  const form = useForm({
    of: null,
    values: () => ({ reason: '', endsAt: endText('day', now + USUAL_DAYS * DAY_MS) }),
    check: (values) => ({
      ...missing(values, { reason: 'Why the check should pass, for whoever decides' }),
      ...(values.endsAt < least || values.endsAt > most ? { endsAt: `A day from ${least} to ${most}` } : {}),
    }),
    send: async ({ reason, endsAt }, { ask }) => {
      const waiver = { reason: reason.trim(), endsAt: endOf(endsAt) };
      await ask(AskForWaiverDocument, {
        input: { validationId: validation.id, number: result.number, ...waiver },
      });
      onClose();
    },
  });
  const last = form.values.endsAt;

  return (
    <Confirm
      title={`Ask for a waiver for v${version.number}?`}
      verb="Ask for the waiver"
      harmless
      form={form}
      onClose={() => {
        if (form.failure?.code === 'CONFLICT') onConflict();
        onClose();
      }}
    >
      <p className={styles.note}>
        <b className="med">{checkSentence(validation, result)}</b>
      </p>
      <Notes label="Reason" required {...form.text('reason')} />
      <EndField
        label="Last day"
        description={`Within ${MAX_WAIVED_DAYS} days from now`}
        kind="day"
        fromMs={now}
        untilMs={untilMs}
        {...form.field('endsAt')}
      />
      <p>
        {result.severity === 'BLOCK'
          ? others === 0
            ? `Once somebody else grants it, new jobs may read v${version.number} until the end of ${calendarDate(last)}, UTC. `
            : `${counted(others, 'other check that blocks has', 'other checks that block have')} failed and ${others === 1 ? 'needs' : 'need'} a waiver of ${others === 1 ? 'its' : 'their'} own before jobs may read v${version.number}. `
          : `v${version.number} may be read as it is; a waiver says that somebody looked at it. `}
        After that day the check has failed again: new jobs are refused, and what runs or serves by then goes
        on. It covers this check of this version only.
      </p>
      <p>You cannot grant it yourself, nor can a key of yours.</p>
    </Confirm>
  );
}

function blockingBesides(result: CheckResult, validation: ValidationDetailFragment, nowMs: number): number {
  return validation.results.edges.filter(
    ({ node }) =>
      node.number !== result.number &&
      !node.success &&
      node.severity === 'BLOCK' &&
      openWaiverOf(validation, node.number, nowMs)?.status !== 'GRANTED',
  ).length;
}

function endOf(day: string): string {
  return `${day}T23:59:59Z`;
}
