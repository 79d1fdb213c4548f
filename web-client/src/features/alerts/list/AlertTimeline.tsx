import { metric } from '@/format/number';
import { exactUtc } from '@/format/time';
import { Icon, type IconName } from '@/parts/Icon';
import { stateWord } from '@/parts/State';
import { When } from '@/parts/When';
import styles from '@/features/alerts/alerts.module.css';
import type { AlertLine } from '@/features/alerts/use-alerts';
import { valueText } from '@/parts/alert/words';
import type { Change } from './use-story';
import { words } from './words';

const says = words.alertTimeline;

interface Event {
  readonly at: string;
  readonly icon: IconName;
  readonly tone: string;
  readonly title: string;
  readonly detail: string;
}

const LOOKS: Readonly<Record<Change['status'], readonly [icon: IconName, tone: string]>> = {
  PENDING: ['clock', 'wait'],
  FIRING: ['bell', 'bad'],
  NO_DATA: ['slash', 'idle'],
  RESOLVED: ['ok', 'ok'],
  OK: ['ok', 'ok'],
};

/** What it went through, oldest first. */
export function AlertTimeline({
  alert,
  changes,
}: {
  readonly alert: AlertLine;
  readonly changes: readonly Change[];
}) {
  const events = [...changes.map((change) => ofChange(alert, change)), ...ofPeople(alert)].sort((a, b) =>
    a.at.localeCompare(b.at),
  );
  return (
    <section aria-label="Timeline">
      <h3 className={styles.sub}>Timeline</h3>
      <ol className={styles.timeline}>
        {events.map(({ at, icon, tone, title, detail }) => (
          <li key={`${at} ${title}`} data-tone={tone}>
            <Icon name={icon} />
            <p>
              <b className="med">{title}</b>
              <span title={exactUtc(at)}>
                <When at={at} />
              </span>
            </p>
            {detail !== '' && <p className="t3">{detail}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function ofChange(alert: AlertLine, { at, status, value, evidence }: Change): Event {
  const [icon, tone] = LOOKS[status];
  const { kind, threshold } = alert.rule;
  const seen = value === null ? '' : says.beside(valueText(kind, value), valueText(kind, threshold));
  return {
    at,
    icon,
    tone,
    title: stateWord(status),
    detail: [seen, evidenceText(evidence)].filter((part) => part !== '').join('; '),
  };
}

function ofPeople({ toldAt, acknowledgedAt, acknowledgedBy }: AlertLine): Event[] {
  return [
    ...(toldAt === null
      ? []
      : [{ at: toldAt, icon: 'send', tone: 'idle', title: says.peopleWereTold, detail: '' } as const]),
    ...(acknowledgedAt === null
      ? []
      : [
          {
            at: acknowledgedAt,
            icon: 'check',
            tone: 'ok',
            title: says.acknowledged(acknowledgedBy?.label ?? 'somebody'),
            detail: '',
          } as const,
        ]),
  ];
}

const WORDS: Readonly<Record<string, string>> = {
  requests: 'requests',
  errors: 'errors',
  p95Ms: says.msAtP95,
  failed: 'failed',
};

/** `1,204 requests, 31 errors`, or the sentence that says why there is no value. */
export function evidenceText(evidence: unknown): string {
  if (typeof evidence !== 'object' || evidence === null) return '';
  const known = evidence as Readonly<Record<string, unknown>>;
  const { amount, spent, currency } = known;
  if (typeof amount === 'string' && typeof spent === 'string' && typeof currency === 'string')
    return says.ofSpent(spent, amount, currency);
  return Object.entries(known)
    .flatMap(([name, value]) => {
      const word = WORDS[name];
      if (word !== undefined && typeof value === 'number') return [`${metric(value)} ${word}`];
      return (name === 'reason' || name === 'none') && typeof value === 'string' ? [value] : [];
    })
    .join(', ');
}
