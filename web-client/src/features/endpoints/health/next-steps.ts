import { conditionText, isSilenced, KINDS, valueText } from '@/parts/alert/words';
import { exactUtc } from '@/format/time';
import { percent } from '@/format/number';
import { grownMost } from './bins';
import { directionOf, lastFrozen, qualityText, windowBefore } from './health';
import type { AlertLine, AlertsOfProject, DriftPast, DriftWindow, Observed, Window } from './health';
import { words } from './words';

const says = words.nextSteps;

type Feature = DriftWindow['features'][number];

/** Those of the endpoint that fire now. */
export function firingOf(project: AlertsOfProject | undefined, endpointId: string): AlertLine[] {
  return (project?.alerts ?? []).filter(
    ({ status, endedAt, rule }) => status === 'FIRING' && endedAt === null && rule.endpointId === endpointId,
  );
}

/** The feature that has drifted most, of the newest window. */
export function mostDrifted({ drift: [newest] }: Pick<Observed, 'drift'>): Feature | null {
  const drifted = newest?.features.filter(({ verdict }) => verdict === 'DRIFTED') ?? [];
  return [...drifted].sort((a, b) => (b.psi ?? 0) - (a.psi ?? 0))[0] ?? null;
}

/** Whether training anew may help: against drift and against worse answers, not against errors and slowness. */
export function asksForRetraining(health: Observed, endpointId: string): boolean {
  return (
    mostDrifted(health) !== null ||
    firingOf(health.project, endpointId).some(({ rule }) => !KINDS[rule.kind].ofTraffic)
  );
}

/** Which values came more often than in training, and since when it is so. */
export function driftedHow(feature: Feature, past: DriftPast | null): string {
  const grown = grownMost(feature.bins);
  const since = driftedSince(feature, past);
  return [
    ...(grown === null ? [] : [says.grown(grown.what, percent(grown.observed), percent(grown.reference))]),
    ...(since === null ? [] : [says.since(exactUtc(since).slice(0, 16))]),
  ].join(' ');
}

/** When the first of the windows began that all say so up to now; null where the first one that is known does. */
function driftedSince({ name, kind }: Feature, past: DriftPast | null): string | null {
  const own = past?.features.find((one) => one.name === name && one.kind === kind);
  if (own === undefined || past === null) return null;
  const before = own.points.findLastIndex(({ verdict }) => verdict !== 'DRIFTED');
  return before < 0 ? null : (past.windows[before + 1]?.from ?? null);
}

/** What failed or was slow, against its limit. */
export function spoken({ rule, value }: AlertLine): string {
  return says.spoken(rule.name, valueText(rule.kind, value), conditionText(rule));
}

/** Whether the answers became worse, by the newest labels that are all there; null where nothing says so. */
export function qualityNow(windows: readonly Window[]): string | null {
  const last = lastFrozen(windows);
  const before = last === null ? null : windowBefore(windows, last);
  if (last === null || before === null) return null;
  return says.quality[directionOf(last, before)](
    qualityText(last.measure, last.value),
    qualityText(before.measure, before.value),
  );
}

/** The alert that would be silenced by whoever accepts what is seen: of drift or quality, and not silent yet. */
export function silenceable(firing: readonly AlertLine[], nowMs: number): AlertLine | null {
  return (
    firing.find(
      ({ rule }) => (rule.kind === 'DRIFT' || rule.kind === 'QUALITY') && !isSilenced(rule, nowMs),
    ) ?? null
  );
}
