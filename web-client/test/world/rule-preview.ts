import type { AlertRulePreview, PreviewAlertRuleInput } from '../generated/schema';
import { HOUR, iso } from './clock';
import type { World } from './world';

const WEEK_HOURS = 168;

/** How often a rule would have spoken: the lower its threshold, the more often. Nothing is stored of quality. */
export function previewOf(world: World, { kind, threshold }: PreviewAlertRuleInput): AlertRulePreview {
  const highest = kind === 'ENDPOINT_LATENCY' ? 61.5 : kind === 'DRIFT' ? 2 : 0.0312;
  const isMissing = kind === 'QUALITY';
  return {
    firings: isMissing ? 0 : threshold < 0.015 ? 3 : threshold < 1 ? 1 : 0,
    firing: isMissing ? 'PT0S' : threshold < 0.015 ? 'PT56M' : threshold < 1 ? 'PT25M' : 'PT0S',
    highest: isMissing ? null : highest,
    missing: isMissing ? 'the endpoint is not judged by labels' : null,
    over: isMissing ? 0 : threshold < 0.015 ? 14 : 6,
    windows: 2_016,
    withoutData: isMissing ? 'PT168H' : 'PT2H',
    points: Array.from({ length: WEEK_HOURS }, (_, index) => ({
      at: iso(world.now() - (WEEK_HOURS - 1 - index) * HOUR),
      highest: isMissing || index % 40 === 0 ? null : index === 125 ? highest : highest / 3,
    })),
  };
}
