import { useMemo } from 'react';
import { useQuery } from 'urql';
import { AlertCurvesDocument, type RuleCurveFragment } from '@/api/generated/alerts';
import { useRepeat } from '@/api/use-repeat';
import type { AlertLine, ProjectOfAlerts } from '@/features/alerts/use-alerts';
import { MINUTE_MS } from '@/format/units';

/** Each rule is a read of its own: curves are asked for again seldom. */
export const CURVES_REPEAT_MS = 5 * MINUTE_MS;

/** The value at the end of each window; null where there was nothing to judge by. */
export type Curve = readonly (number | null)[];

/** What the rule of an alert that goes on saw in its last windows; null where it saw nothing, or is not asked. */
export type CurveOf = (alert: AlertLine) => Curve | null;

/** Null where there is nothing to draw. */
export function curveOf(latest: RuleCurveFragment['latest'] | undefined): Curve | null {
  const values = (latest ?? []).map(({ highest }) => highest);
  return values.some((value) => value !== null) ? values : null;
}

/** The latest values of what alerts that go on watch, of all of them in one question. */
export function useCurves(project: ProjectOfAlerts): CurveOf {
  const variables = { project: project.id };
  // Of what is over, the last windows say nothing.
  const pause = project.alerts.every(({ endedAt }) => endedAt !== null);
  const [{ data }] = useQuery({ query: AlertCurvesDocument, variables, pause });
  useRepeat(AlertCurvesDocument, variables, pause ? null : CURVES_REPEAT_MS);
  return useMemo(() => {
    const rules = data?.node?.__typename === 'Project' ? data.node.alertRules : [];
    const curves = new Map(rules.map(({ id, latest }) => [id, curveOf(latest)]));
    return ({ rule, endedAt }) => (endedAt === null ? (curves.get(rule.id) ?? null) : null);
  }, [data]);
}
