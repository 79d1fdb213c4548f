import type { LimitsQuery } from '@/api/generated/limits';
import { count, percent } from '@/format/number';
import { Meter } from '@/parts/Meter';
import { Status } from '@/parts/Status';
import { Strip, type Figure } from '@/parts/Strip';
import { amountOf, nearest, shareOf, short, toneOf, wordsOf, type Quota } from './quota';

export const FIGURE_LABELS = [
  'Nearest its limit',
  'At the limit',
  'API rate',
  'Stored',
  'Set by an operator',
];

interface LimitsGlanceProps {
  readonly quotas: readonly Quota[];
  readonly rate: LimitsQuery['tenant']['rateLimit'];
}

/** Which limit would be met first, and which are met. */
export function LimitsGlance({ quotas, rate }: LimitsGlanceProps) {
  const full = quotas.filter((quota) => (shareOf(quota) ?? 0) >= 1);
  const raised = quotas.filter(({ source }) => source === 'OPERATOR');
  return (
    <Strip
      lead
      figures={[
        nearestFigure(quotas),
        {
          label: 'At the limit',
          value: count(full.length),
          context: [
            full.length === 0 ? (
              'nothing is refused for it now'
            ) : (
              <Status tone="bad" icon="bad">
                {full.map(({ name }) => wordsOf(name).word).join(', ')}
              </Status>
            ),
          ],
        },
        {
          label: 'API rate',
          value: short(rate.usedPointsPerMinute),
          unit: 'points/min',
          context: [`limit ${short(rate.pointsPerMinute)}, one key ${short(rate.perKeyPointsPerMinute)}`],
        },
        storedFigure(quotas),
        {
          label: 'Set by an operator',
          value: count(raised.length),
          unit: `of ${count(quotas.length)} limits`,
          context: [
            raised.length === 0
              ? 'all are the plan’s'
              : raised.map(({ name }) => wordsOf(name).word).join(', '),
          ],
        },
      ]}
    />
  );
}

function nearestFigure(quotas: readonly Quota[]): Figure {
  const label = 'Nearest its limit';
  const quota = nearest(quotas);
  const share = quota === null ? null : shareOf(quota);
  if (quota === null || share === null) return { label, value: '–', context: ['nothing is limited'] };
  const { word } = wordsOf(quota.name);
  const words = `${amountOf(quota.name, quota.used)} of ${amountOf(quota.name, quota.limit ?? 0)}`;
  return {
    label,
    value: percent(share),
    unit: `of ${word.toLowerCase()}`,
    meter: <Meter used={share} tone={toneOf(share)} label={`${word}: ${words}`} />,
    context: [words],
  };
}

function storedFigure(quotas: readonly Quota[]): Figure {
  const stored = quotas.find(({ name }) => name === 'STORED_BYTES');
  if (stored === undefined) return { label: 'Stored', value: '–' };
  return {
    label: 'Stored',
    value: amountOf('STORED_BYTES', stored.used),
    context: [stored.limit === null ? 'no limit' : `of ${amountOf('STORED_BYTES', stored.limit)}`],
  };
}
