import { useState } from 'react';
import { isHidden, toFailure, type Failure } from '@/api/failure';
import { AllAlertsDocument, type AllAlertsQuery } from '@/api/generated/alerts';
import { followingPage, usePages } from '@/api/use-pages';
import { useRepeat } from '@/api/use-repeat';
import type { Curve } from '@/features/alerts/list/use-curves';
import { FIRST_PAGES, useAllCurves, WITHOUT_CURVES } from './use-all-curves';

/** Rules are looked at once a minute. */
const REPEAT_MS = 15_000;

export type PlacedAlert = AllAlertsQuery['open']['edges'][number]['node'];
export type PlacedRule = NonNullable<AllAlertsQuery['alertRules']>['edges'][number]['node'];

export interface More {
  readonly load: () => void;
  readonly loading: boolean;
}

export interface AllAlertsFound {
  /** What goes on, newest first; undefined while on its way. */
  readonly open: readonly PlacedAlert[] | undefined;
  /** Whether more goes on than is here. */
  readonly openMore: More | null;
  /** What is over, newest first; undefined where it was not asked for, or is on its way. */
  readonly over: readonly PlacedAlert[] | undefined;
  readonly overMore: More | null;
  /** Undefined where they were not asked for, or are on their way. */
  readonly rules: readonly PlacedRule[] | undefined;
  readonly rulesMore: More | null;
  /** What the rule of something that goes on, or is listed, saw in its last windows. */
  readonly curveOf: (ruleId: string) => Curve | null;
  readonly failure: Failure | null;
  readonly hidden: boolean;
  readonly answeredMs: number | null;
  readonly again: () => void;
}

/** The alerts and rules of all projects that the person may see, asked for again while the page is open. */
export function useAllAlerts(withOver: boolean, withRules: boolean): AllAlertsFound {
  const [openAfter, setOpenAfter] = useState<string | null>(null);
  const [overAfter, setOverAfter] = useState<string | null>(null);
  const [rulesAfter, setRulesAfter] = useState<string | null>(null);
  const asked = { openAfter, overAfter, rulesAfter, withOver, withRules };
  const curves = useAllCurves(asked);
  // What came with the curves is read from the cache, and is followed without them: each is a read of its own.
  const [{ data, error, fetching }, ask] = usePages({
    query: AllAlertsDocument,
    variables: { ...asked, ...WITHOUT_CURVES },
    requestPolicy: 'cache-first',
    pause: curves.fetching,
  });
  const failure = error === undefined ? null : toFailure(error);
  const answeredMs = useRepeat(
    AllAlertsDocument,
    { ...asked, ...FIRST_PAGES, ...WITHOUT_CURVES },
    data === undefined ? null : REPEAT_MS,
  );
  const more = (
    page: { readonly pageInfo: AllAlertsQuery['open']['pageInfo'] } | undefined,
    load: (after: string) => void,
  ): More | null => {
    const next = followingPage(page?.pageInfo);
    return next === null ? null : { load: () => load(next), loading: fetching || curves.fetching };
  };
  return {
    open: data?.open.edges.map(({ node }) => node),
    openMore: more(data?.open, setOpenAfter),
    over: data?.over?.edges.map(({ node }) => node),
    overMore: more(data?.over, setOverAfter),
    rules: data?.alertRules?.edges.map(({ node }) => node),
    rulesMore: more(data?.alertRules, setRulesAfter),
    failure,
    hidden: failure !== null && isHidden(failure),
    answeredMs,
    curveOf: curves.of,
    again: () => {
      ask({ requestPolicy: 'network-only' });
      curves.again();
    },
  };
}
