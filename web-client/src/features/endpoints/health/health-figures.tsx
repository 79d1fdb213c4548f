import type { EndpointHealthQuery } from '@/api/generated/endpoints';
import { count, counted, NO_VALUE, percent } from '@/format/number';
import { driftFigure } from '@/features/endpoints/drift-figure';
import { calendarDay, duration, durationMs } from '@/format/time';
import { Status } from '@/parts/Status';
import type { Figure } from '@/parts/Strip';
import {
  directionOf,
  lastFrozen,
  marginText,
  MEASURES,
  qualityText,
  windowBefore,
  type Window,
} from './health';
import { words } from './words';

const says = words.healthFigures;

type Health = Extract<NonNullable<EndpointHealthQuery['node']>, { __typename: 'Endpoint' }>;

export const HEALTH_LABELS = ['Drift', 'Quality', 'Coverage', says.labelDelay, 'Captured', 'Dropped'];

/** How well it does, whether labels are enough, and whether the capture keeps up. */
export function healthFigures(health: Health): Figure[] {
  const { capture, qualityRule, quality } = health;
  const last = lastFrozen(quality);
  const counting = quality.filter(({ frozen }) => !frozen);
  const day = last === null ? '' : calendarDay(last.from, Date.parse(last.to));
  const taken = (capture?.kept ?? 0) + (capture?.dropped.total ?? 0);
  return [
    driftFigure(newestDrift(health)),
    {
      label: qualityRule === null ? 'Quality' : says.label(MEASURES[qualityRule.measure].label.toLowerCase()),
      value: last === null ? NO_VALUE : qualityText(last.measure, last.value),
      unit: last === null ? undefined : marginText(last),
      context: [
        last === null
          ? qualityRule === null
            ? says.notHeldAgainstLabels
            : says.noneUntilAWindow
          : comparison(quality, last),
      ],
    },
    {
      label: 'Coverage',
      value: last === null ? NO_VALUE : percent(last.coverage),
      unit: last === null ? undefined : 'labelled',
      context: [
        last === null ? says.noFrozenWindow : says.lastFrozenWindow(day),
        ...(counting.length === 0 ? [] : [says.stillCounting(counting.length)]),
      ],
    },
    delayFigure(health),
    {
      label: 'Captured',
      value: capture === null ? NO_VALUE : count(capture.kept),
      context: [
        capture === null
          ? says.nothingIsKept
          : says.theInferences(percent(capture.share, capture.share < 0.01 ? 2 : 0)),
      ],
    },
    {
      label: 'Dropped',
      value: count(capture?.dropped.total ?? 0),
      context: [
        taken === 0
          ? says.nothingCameYet
          : says.noRequestWaited(percent((capture?.dropped.total ?? 0) / taken, 2)),
      ],
    },
  ];
}

function newestDrift({ drift, driftRule }: Health) {
  const [window] = drift;
  const drifted = window?.features.filter(({ verdict }) => verdict === 'DRIFTED') ?? [];
  return {
    rule: driftRule,
    window: window ?? null,
    featureCount: window?.features.length ?? 0,
    drifted: drifted.map(({ name }) => name),
  };
}

/** How late the newest labels came; those that wait for a prediction have no delay. */
function delayFigure({ labelArrival: { labels, waiting, median, most } }: Health): Figure {
  if (median === null || most === null) {
    return {
      label: says.labelDelay,
      value: NO_VALUE,
      context: [labels === 0 ? says.noLabelsYet : says.labelsWait(waiting)],
    };
  }
  return {
    label: says.labelDelay,
    value: duration(durationMs(median) ?? 0),
    unit: 'median',
    context: [says.within(duration(durationMs(most) ?? 0))],
  };
}

/** Against the window before, with a word for the direction; said to be one only where the intervals lie apart. */
function comparison(windows: readonly Window[], last: Window) {
  const before = windowBefore(windows, last);
  if (before?.value == null || last.value === null)
    return `r${last.revision}, ${counted(last.labels, 'label', 'labels')}`;
  const direction = directionOf(last, before);
  const was = qualityText(before.measure, before.value);
  if (direction === 'same') {
    return (
      <Status key="same" tone="ok" icon="ok">
        {says.asBefore(was)}
      </Status>
    );
  }
  const better = direction === 'better';
  return (
    <Status key="moved" tone={better ? 'ok' : 'bad'} icon={better ? 'ok' : 'bad'}>
      {better ? says.better : says.worse} {was} before
    </Status>
  );
}
