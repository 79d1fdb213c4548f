import { count, counted, NO_VALUE } from '@/format/number';
import { msInWords } from '@/format/span';
import { relative } from '@/format/time';
import { Status } from '@/parts/Status';
import type { Figure } from '@/parts/Strip';
import type { AlertLine, ProjectOfAlerts } from './use-alerts';
import { isSilenced } from '@/parts/alert/words';

export const ALERT_LABELS = ['Firing', 'Pending', 'No data', 'Told in 24 h', 'Median until acknowledged'];

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** What fires and since when, whether people were told, and how soon somebody took it in hand. */
export function alertFigures({ alerts, alertRules, channels }: ProjectOfAlerts, nowMs: number): Figure[] {
  const goOn = alerts.filter(({ endedAt }) => endedAt === null);
  const firing = goOn.filter(({ status }) => status === 'FIRING');
  const unheld = firing.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const pending = goOn.filter(({ status }) => status === 'PENDING').length;
  const noData = goOn.filter(({ status }) => status === 'NO_DATA').length;
  const told = channels
    .flatMap(({ deliveries }) => deliveries)
    .filter(({ createdAt }) => nowMs - Date.parse(createdAt) < DAY_MS);
  const failed = told.filter(({ status }) => status === 'FAILED').length;
  const oldest = unheld.map(({ since }) => since).sort()[0];
  return [
    {
      label: 'Firing',
      value: count(firing.length),
      context: [
        firing.length === 0
          ? 'nothing is wrong'
          : unheld.length === 0
            ? 'all acknowledged'
            : `${count(unheld.length)} not acknowledged, oldest ${relative(oldest ?? '', nowMs)}`,
      ],
    },
    {
      label: 'Pending',
      value: count(pending),
      context: [pending === 0 ? 'nothing is about to fire' : 'over the limit, not for long enough'],
    },
    {
      label: 'No data',
      value: count(noData),
      context: [noData === 0 ? 'each rule has a value' : 'neither good nor bad'],
    },
    {
      label: 'Told in 24 h',
      value: count(told.length),
      unit: told.length === 1 ? 'message' : 'messages',
      context: [
        failed > 0 ? (
          <Status key="failed" tone="bad" icon="bad">
            {count(failed)} not delivered
          </Status>
        ) : (
          `by ${counted(channels.length, 'channel', 'channels')}`
        ),
      ],
    },
    {
      label: 'Median until acknowledged',
      ...acknowledged(alerts, nowMs),
    },
    {
      label: 'Rules',
      value: count(alertRules.length),
      context: [`${count(alertRules.filter((rule) => isSilenced(rule, nowMs)).length)} silenced`],
    },
  ];
}

function acknowledged(alerts: readonly AlertLine[], nowMs: number): Pick<Figure, 'value' | 'context'> {
  const waits = alerts
    .flatMap(({ firedAt, acknowledgedAt }) =>
      firedAt === null || acknowledgedAt === null || nowMs - Date.parse(firedAt) > WEEK_MS
        ? []
        : [Date.parse(acknowledgedAt) - Date.parse(firedAt)],
    )
    .sort((a, b) => a - b);
  const middle = waits[Math.floor((waits.length - 1) / 2)];
  return middle === undefined
    ? { value: NO_VALUE, context: ['none in 7 days'] }
    : { value: msInWords(middle), context: [`7 days, ${counted(waits.length, 'alert', 'alerts')}`] };
}
