import { useMemo } from 'react';
import { useQuery } from 'urql';
import { AlertCurvesDocument } from '@/api/generated/alerts';
import { useRepeat } from '@/api/use-repeat';
import type { AlertLine, ProjectOfAlerts } from '@/features/alerts/use-alerts';
import { MINUTE_MS } from '@/format/units';

const REPEAT_MS = 5 * MINUTE_MS;

/** What the rule of an alert that goes on saw in its last windows; null where it saw nothing, or is not asked. */
export type CurveOf = (alert: AlertLine) => readonly (number | null)[] | null;

/** The latest values of what alerts that go on watch, of all of them in one question. */
export function useCurves(project: ProjectOfAlerts): CurveOf {
  const variables = { project: project.id };
  // Of what is over, the last windows say nothing.
  const pause = project.alerts.every(({ endedAt }) => endedAt !== null);
  const [{ data }] = useQuery({ query: AlertCurvesDocument, variables, pause });
  useRepeat(AlertCurvesDocument, variables, pause ? null : REPEAT_MS);
  return useMemo(() => {
    const rules = data?.node?.__typename === 'Project' ? data.node.alertRules : [];
    const curves = new Map(rules.map(({ id, latest }) => [id, latest.map(({ highest }) => highest)]));
    return ({ rule, endedAt }) => {
      const curve = endedAt === null ? curves.get(rule.id) : undefined;
      return curve?.some((value) => value !== null) === true ? curve : null;
    };
  }, [data]);
}
