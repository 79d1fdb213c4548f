import type { DatasetVersionDetailFragment, ValidationDetailFragment } from '@/api/generated/datasets';
import { calendarDay } from '@/format/time';
import type { IconName } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { Status, type Tone } from '@/parts/Status';
import { When } from '@/parts/When';
import styles from './checks.module.css';
import { totals } from './gate';
import { words } from './words';

const says = words.past;

interface Step {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly what: string;
  readonly why?: string;
  readonly at?: string | null;
}

/** How the version came to the state that it has, oldest first. */
export function Past({ version }: { readonly version: DatasetVersionDetailFragment }) {
  const now = useNow();
  return (
    <ol className={styles.past} aria-label={says.label}>
      {stepsOf(version, now).map(({ tone, icon, what, why, at }, index) => (
        // What happened does not change places.
        // What happened does not change places.
        <li key={index}>
          <Status tone={tone} icon={icon}>
            <span className="med">{what}</span>
          </Status>
          {at != null && (
            <span className="t3 f12">
              <When at={at} />
            </span>
          )}
          {why !== undefined && <p className="t2">{why}</p>}
        </li>
      ))}
    </ol>
  );
}

function stepsOf(version: DatasetVersionDetailFragment, nowMs: number): Step[] {
  const { validation, createdBy, digest, files, waivedUntil } = version;
  return [
    ...(digest === null
      ? []
      : [
          {
            tone: 'idle',
            icon: 'box',
            what: 'Sealed',
            why: says.started(createdBy, files.edges.length, files.pageInfo.hasNextPage),
          } as const,
        ]),
    ...(validation === null ? [] : checking(validation)),
    ...(validation?.waivers ?? [])
      .filter(({ status }) => status === 'GRANTED')
      .map(({ number, decidedBy, decidedAt, endsAt }): Step => ({
        tone: 'warn',
        icon: 'check',
        what: says.checkWaived(number),
        why: says.byUntil(decidedBy?.label ?? 'nobody', calendarDay(endsAt, nowMs)),
        at: decidedAt,
      })),
    end(version, waivedUntil !== null && Date.parse(waivedUntil) > nowMs),
  ];
}

function checking(validation: ValidationDetailFragment): Step[] {
  const { all, passed, otherwise } = totals(validation);
  const { status, suite, startedAt, endedAt } = validation;
  const begun: Step = {
    tone: 'run',
    icon: 'half',
    what: 'Validating',
    why: says.bySuite(suite.number),
    at: startedAt,
  };
  if (status === 'RUNNING' || status === 'ERRORED') return [begun];
  const judged: Step = {
    tone: validation.failed > 0 ? 'bad' : otherwise > 0 ? 'warn' : 'ok',
    icon: validation.failed > 0 ? 'bad' : otherwise > 0 ? 'warn' : 'ok',
    what: says.ofPassed(passed, all),
    ...(otherwise === 0 ? {} : { why: severities(validation) }),
    at: endedAt,
  };
  return [begun, judged];
}

function severities({ failed, warned }: ValidationDetailFragment): string {
  const blocking = failed === 0 ? [] : [says.thatFailed(failed)];
  const warning = warned === 0 ? [] : [says.notBlockFailed(warned)];
  return [...blocking, ...warning].join(', ');
}

function end({ status, validation }: DatasetVersionDetailFragment, isWaived: boolean): Step {
  switch (status) {
    case 'VALIDATED':
      return {
        tone: 'ok',
        icon: 'shield',
        what: 'Validated',
        why: says.openToWhatNeeds,
      };
    case 'REJECTED':
      return isWaived
        ? { tone: 'warn', icon: 'shield', what: says.rejectedAndWaived, why: says.jobsMayRead }
        : { tone: 'bad', icon: 'bad', what: 'Rejected', why: says.jobsCannotRead };
    case 'ERRORED':
      return {
        tone: 'warn',
        icon: 'warn',
        what: 'Errored',
        why: validation?.error ?? says.platformCouldNot,
      };
    case 'VALIDATING':
      return {
        tone: 'idle',
        icon: 'clock',
        what: says.notDecidedYet,
        why: says.openToJobs,
      };
    default:
      return { tone: 'idle', icon: 'clock', what: says.waitsToBeValidated };
  }
}
