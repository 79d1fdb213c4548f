import {
  AskForWaiverDocument,
  type DatasetVersionDetailFragment,
  type ValidationDetailFragment,
} from '@/api/generated/datasets';
import { calendarDate } from '@/format/time';
import { DAY_MS } from '@/format/units';
import { Confirm, missing, Notes, useForm } from '@/parts/form';
import { EndField, endText } from '@/parts/form/EndField';
import { useNow } from '@/parts/now';
import styles from './checks.module.css';
import { MAX_WAIVED_DAYS, openWaiverOf, type CheckResult, checkSentence } from './gate';
import { words } from './words';

const says = words.askDialog;

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
      ...missing(values, { reason: says.needsReason }),
      ...(values.endsAt < least || values.endsAt > most ? { endsAt: says.endsAt(least, most) } : {}),
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
      title={says.title(version.number)}
      verb={says.verb}
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
        label={says.label}
        description={says.hint(MAX_WAIVED_DAYS)}
        kind="day"
        fromMs={now}
        untilMs={untilMs}
        {...form.field('endsAt')}
      />
      <p>
        {says.afterThatDay(
          result.severity === 'BLOCK'
            ? others === 0
              ? says.onceSomebodyElseGrants(version.number, calendarDate(last))
              : says.failedAndAWaiver(others, version.number)
            : says.vMayBeRead(version.number),
        )}
      </p>
      <p>{says.youCannotGrant}</p>
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
