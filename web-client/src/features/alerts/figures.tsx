import { count, NO_VALUE } from '@/format/number';
import { msInWords } from '@/format/span';
import { relative } from '@/format/time';
import { Status } from '@/parts/Status';
import type { Figure } from '@/parts/Strip';
import type { AlertLine, ProjectOfAlerts } from './use-alerts';
import { words } from './words';
import { isSilenced } from '@/parts/alert/words';

const says = words.figures;

export const ALERT_LABELS = ['Firing', 'Pending', says.noData, says.toldIn24H, says.medianUntilAcknowledged];

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
          ? says.nothingIsWrong
          : unheld.length === 0
            ? says.allAcknowledged
            : says.notAcknowledgedOldest(unheld.length, relative(oldest ?? '', nowMs)),
      ],
    },
    {
      label: 'Pending',
      value: count(pending),
      context: [pending === 0 ? says.nothingIsAbout : says.overTheLimitNot],
    },
    {
      label: says.noData,
      value: count(noData),
      context: [noData === 0 ? says.eachRuleHas : says.neitherGoodNorBad],
    },
    {
      label: says.toldIn24H,
      value: count(told.length),
      unit: told.length === 1 ? 'message' : 'messages',
      context: [
        failed > 0 ? (
          <Status key="failed" tone="bad" icon="bad">
            {says.notDelivered(failed)}
          </Status>
        ) : (
          says.by(channels.length)
        ),
      ],
    },
    {
      label: says.medianUntilAcknowledged,
      ...acknowledged(alerts, nowMs),
    },
    {
      label: 'Rules',
      value: count(alertRules.length),
      context: [says.silenced(alertRules.filter((rule) => isSilenced(rule, nowMs)).length)],
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
    ? { value: NO_VALUE, context: [says.noneIn7Days] }
    : { value: msInWords(middle), context: [says.days(waits.length)] };
}
