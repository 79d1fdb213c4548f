import type { DatasetVersionDetailFragment, ValidationDetailFragment } from '@/api/generated/datasets';
import { calendarDay } from '@/format/time';
import { counted } from '@/format/number';
import type { IconName } from '@/parts/Icon';
import { useNow } from '@/parts/now';
import { Status, type Tone } from '@/parts/Status';
import { When } from '@/parts/When';
import styles from './checks.module.css';
import { totals } from './gate';

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
    <ol className={styles.past} aria-label="How it came to its state">
      {stepsOf(version, now).map(({ tone, icon, what, why, at }, index) => (
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
  const many = files.pageInfo.hasNextPage ? ' or more' : '';
  return [
    ...(digest === null
      ? []
      : [
          {
            tone: 'idle',
            icon: 'box',
            what: 'Sealed',
            why: `started by ${createdBy}, ${counted(files.edges.length, 'file', 'files')}${many}`,
          } as const,
        ]),
    ...(validation === null ? [] : checking(validation)),
    ...(validation?.waivers ?? [])
      .filter(({ status }) => status === 'GRANTED')
      .map(({ number, decidedBy, decidedAt, endsAt }): Step => ({
        tone: 'warn',
        icon: 'check',
        what: `Check ${number} waived`,
        why: `by ${decidedBy?.label ?? 'nobody'}, until ${calendarDay(endsAt, nowMs)}`,
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
    why: `by suite ${suite.number}`,
    at: startedAt,
  };
  if (status === 'RUNNING' || status === 'ERRORED') return [begun];
  const judged: Step = {
    tone: validation.failed > 0 ? 'bad' : otherwise > 0 ? 'warn' : 'ok',
    icon: validation.failed > 0 ? 'bad' : otherwise > 0 ? 'warn' : 'ok',
    what: `${passed} of ${counted(all, 'check', 'checks')} passed`,
    ...(otherwise === 0 ? {} : { why: severities(validation) }),
    at: endedAt,
  };
  return [begun, judged];
}

function severities({ failed, warned }: ValidationDetailFragment): string {
  const blocking = failed === 0 ? [] : [`${failed} that ${failed === 1 ? 'blocks' : 'block'} failed`];
  const warning = warned === 0 ? [] : [`${warned} that ${warned === 1 ? 'does' : 'do'} not block failed`];
  return [...blocking, ...warning].join(', ');
}

function end({ status, validation }: DatasetVersionDetailFragment, isWaived: boolean): Step {
  switch (status) {
    case 'VALIDATED':
      return {
        tone: 'ok',
        icon: 'shield',
        what: 'Validated',
        why: 'open to what needs validated data',
      };
    case 'REJECTED':
      return isWaived
        ? { tone: 'warn', icon: 'shield', what: 'Rejected, and waived', why: 'jobs may read it meanwhile' }
        : { tone: 'bad', icon: 'bad', what: 'Rejected', why: 'jobs cannot read it' };
    case 'ERRORED':
      return {
        tone: 'warn',
        icon: 'warn',
        what: 'Errored',
        why: validation?.error ?? 'the platform could not tell',
      };
    case 'VALIDATING':
      return {
        tone: 'idle',
        icon: 'clock',
        what: 'Not decided yet',
        why: 'open to jobs that need sealed data',
      };
    default:
      return { tone: 'idle', icon: 'clock', what: 'Waits to be validated' };
  }
}
