import { durationMs } from '../../src/format/time';
import type { AlertRulePreviewPoint } from '../generated/schema';
import type { AlertRuleRow } from './alerts';
import { MINUTE, iso } from './clock';
import type { World } from './world';

const WINDOWS = 24;

/** What a rule saw in its last windows: it rose to what its alert tells, or stayed far below the limit. */
export function latestOf(world: World, rule: AlertRuleRow): AlertRulePreviewPoint[] {
  const windowMs = durationMs(rule.window) ?? MINUTE;
  const open = world.alerts.find(({ ruleId, endedAt }) => ruleId === rule.id && endedAt === null);
  const last = open === undefined ? rule.threshold / 3 : open.value;
  return Array.from({ length: WINDOWS }, (_, index) => ({
    at: iso(world.now() - (WINDOWS - 1 - index) * windowMs),
    highest: last === null ? null : seen(rule, last, index),
  }));
}

function seen({ kind }: AlertRuleRow, last: number, index: number): number {
  const share = index === WINDOWS - 1 ? 1 : 0.3 + (0.6 * index) / WINDOWS + 0.06 * ((index * 7) % 3);
  return kind === 'JOB_FAILURE' ? Math.round(last * share) : last * share;
}
