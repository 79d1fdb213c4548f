import { useMemo } from 'react';
import { useQuery } from 'urql';
import { AllAlertsDocument, type AllAlertsQueryVariables } from '@/api/generated/alerts';
import { useRepeat } from '@/api/use-repeat';
import { CURVES_REPEAT_MS, curveOf, type Curve } from '@/features/alerts/list/use-curves';

export const WITHOUT_CURVES = { curvesOfOpen: false, curvesOfRules: false } as const;
export const FIRST_PAGES = { openAfter: null, overAfter: null, rulesAfter: null } as const;

type Asked = Omit<AllAlertsQueryVariables, keyof typeof WITHOUT_CURVES>;

/** Asks for the lists with the curves of their rules, so that these take no request of their own. */
export function useAllCurves(asked: Asked) {
  const { withRules } = asked;
  const curves = { curvesOfOpen: !withRules, curvesOfRules: withRules };
  const [{ data, error, fetching }, ask] = useQuery({
    query: AllAlertsDocument,
    variables: { ...asked, ...curves },
  });
  useRepeat(
    AllAlertsDocument,
    { ...asked, ...FIRST_PAGES, ...curves },
    data === undefined ? null : CURVES_REPEAT_MS,
  );
  const of = useMemo(() => {
    const rules = withRules
      ? data?.alertRules?.edges.map(({ node }) => node)
      : data?.open.edges.map(({ node }) => node.rule);
    const found = new Map(rules?.map(({ id, latest }) => [id, curveOf(latest)]));
    return (ruleId: string): Curve | null => found.get(ruleId) ?? null;
  }, [data, withRules]);
  return {
    of,
    fetching,
    /** Only where they did not come. */
    again: () => {
      if (error !== undefined) ask({ requestPolicy: 'network-only' });
    },
  };
}
