import { atLeast, NO_VALUE, ofLoaded } from '@/format/number';
import { msInWords } from '@/format/span';
import { relative } from '@/format/time';
import { DAY_MS, WEEK_MS } from '@/format/units';
import { Status } from '@/parts/Status';
import type { Figure } from '@/parts/Strip';
import type { AlertLine, ProjectOfAlerts } from './use-alerts';
import { words } from './words';
import { isSilenced } from '@/parts/alert/words';

const says = words.figures;

export const ALERT_LABELS = ['Firing', 'Pending', says.noData, says.toldIn24H, says.medianUntilAcknowledged];

/** The platform tells of a project so many alerts, rules and channels, and of a channel so many messages. */
const MOST = 100;
const MOST_DELIVERIES = 50;

/** What fires and since when, whether people were told, and how soon somebody took it in hand. */
export function alertFigures({ alerts, alertRules, channels }: ProjectOfAlerts, nowMs: number): Figure[] {
  const goOn = alerts.filter(({ endedAt }) => endedAt === null);
  // Those that go on are told first: once one is there that is over, all of them are.
  const isMore = goOn.length >= MOST;
  const said = (text: string) => ofLoaded(text, goOn.length, !isMore);
  const firing = goOn.filter(({ status }) => status === 'FIRING');
  const unheld = firing.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const pending = goOn.filter(({ status }) => status === 'PENDING').length;
  const noData = goOn.filter(({ status }) => status === 'NO_DATA').length;
  const told = channels
    .flatMap(({ deliveries }) => deliveries)
    .filter(({ createdAt }) => nowMs - Date.parse(createdAt) < DAY_MS);
  const isMoreTold = channels.some(
    ({ deliveries }) =>
      deliveries.length >= MOST_DELIVERIES &&
      deliveries.every(({ createdAt }) => nowMs - Date.parse(createdAt) < DAY_MS),
  );
  const failed = told.filter(({ status }) => status === 'FAILED').length;
  const oldest = unheld.map(({ since }) => since).sort()[0];
  return [
    {
      label: 'Firing',
      value: atLeast(firing.length, isMore),
      context: [
        firing.length === 0
          ? said(says.nothingIsWrong)
          : unheld.length === 0
            ? said(says.allAcknowledged)
            : said(says.notAcknowledgedOldest(unheld.length, relative(oldest ?? '', nowMs))),
      ],
    },
    {
      label: 'Pending',
      value: atLeast(pending, isMore),
      context: [pending === 0 ? said(says.nothingIsAbout) : says.overTheLimitNot],
    },
    {
      label: says.noData,
      value: atLeast(noData, isMore),
      context: [noData === 0 ? said(says.eachRuleHas) : says.neitherGoodNorBad],
    },
    {
      label: says.toldIn24H,
      value: atLeast(told.length, isMoreTold),
      unit: told.length === 1 && !isMoreTold ? 'message' : 'messages',
      context: [
        failed > 0 ? (
          <Status key="failed" tone="bad" icon="bad">
            {says.notDelivered(failed)}
          </Status>
        ) : (
          says.by(channels.length, channels.length >= MOST)
        ),
      ],
    },
    {
      label: says.medianUntilAcknowledged,
      ...acknowledged(alerts, nowMs),
    },
    {
      label: 'Rules',
      value: atLeast(alertRules.length, alertRules.length >= MOST),
      context: [
        says.silenced(alertRules.filter((rule) => isSilenced(rule, nowMs)).length, alertRules.length >= MOST),
      ],
    },
  ];
}

function acknowledged(alerts: readonly AlertLine[], nowMs: number): Pick<Figure, 'value' | 'context'> {
  const isMore =
    alerts.length >= MOST && alerts.every(({ startedAt }) => nowMs - Date.parse(startedAt) < WEEK_MS);
  const waits = alerts
    .flatMap(({ firedAt, acknowledgedAt }) =>
      firedAt === null || acknowledgedAt === null || nowMs - Date.parse(firedAt) > WEEK_MS
        ? []
        : [Date.parse(acknowledgedAt) - Date.parse(firedAt)],
    )
    .sort((a, b) => a - b);
  const middle = waits[Math.floor((waits.length - 1) / 2)];
  return middle === undefined
    ? { value: NO_VALUE, context: [ofLoaded(says.noneIn7Days, alerts.length, !isMore)] }
    : { value: msInWords(middle), context: [says.days(waits.length, isMore)] };
}
