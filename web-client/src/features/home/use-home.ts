import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useQuery, type CombinedError } from 'urql';
import { isHidden, toFailure, type Failure } from '@/api/failure';
import {
  HomeDocument,
  HomeMoneyDocument,
  HomeWorkDocument,
  type HomeMoneyQuery,
  type HomeWorkQuery,
} from '@/api/generated/home';
import { holds, useRights, type Rights } from '@/api/permissions';
import { before, toPeriod, weekOf } from '@/format/period';
import { DAY_MS, MINUTE_MS } from '@/format/units';

export const HOUR_S = 3_600;
/** Figures are asked for again this often while the page is looked at. */
export const REFRESH_MS = MINUTE_MS;

export interface Home {
  readonly money: HomeMoneyQuery | undefined;
  readonly moneyFailure: Failure | null;
  readonly work: HomeWorkQuery | undefined;
  readonly workFailure: Failure | null;
  /** Whether a part of the page is there for the person at all. */
  readonly parts: HomeParts;
  /** When the figures were asked for. */
  readonly asOfMs: number;
  readonly retry: () => void;
}

export interface HomeParts {
  readonly jobRead: boolean;
  readonly modelRead: boolean;
  readonly alertRead: boolean;
  readonly endpointRead: boolean;
  readonly costRead: boolean;
  readonly projectRead: boolean;
}

/**
 * All that the person may see of the page, in one request, or in two once that fails. What belongs to projects is asked
 * for without them by whom that is refused. Again every minute, and when a person comes back to it.
 */
export function useHome(): Home {
  const [asOfMs, setAsOf] = useState(() => wholeMinute());
  const variables = useMemo(
    () => ({
      week: toPeriod(weekOf(asOfMs)),
      before: toPeriod(before(weekOf(asOfMs), asOfMs)),
      hour: toPeriod({ fromMs: asOfMs - HOUR_S * 1_000, toMs: asOfMs }),
      day: toPeriod({ fromMs: asOfMs - DAY_MS, toMs: asOfMs }),
    }),
    [asOfMs],
  );
  const rights = useRights();
  const parts = useMemo(() => partsOf(rights), [rights]);
  const { projectRead, ...asked } = parts;
  const costReadEverywhere = holds(rights.everywhere, 'COST_READ');
  const [isApart, setApart] = useState(false);
  const [isNamed, setNamed] = useState(projectRead);
  const [whole] = useQuery({
    query: HomeDocument,
    variables: { ...variables, ...asked, costReadEverywhere, named: isNamed },
    pause: isApart,
  });
  const [money, askMoney] = useQuery({
    query: HomeMoneyDocument,
    variables: { week: variables.week, before: variables.before, costRead: parts.costRead },
    pause: !isApart || !parts.costRead,
  });
  const [work, askWork] = useQuery({
    query: HomeWorkDocument,
    variables: {
      hour: variables.hour,
      day: variables.day,
      jobRead: parts.jobRead,
      modelRead: parts.modelRead,
      alertRead: parts.alertRead,
      endpointRead: parts.endpointRead,
      costReadEverywhere,
      named: isNamed,
    },
    pause: !isApart,
  });
  // What was refused with the names of projects is asked for without them, the whole of it first.
  const wholeError = whole.operation?.variables.named === isNamed ? whole.error : undefined;
  const workError = work.operation?.variables.named === isNamed ? work.error : undefined;
  const refused = isApart ? workError : wholeError;
  if (isNamed && refused !== undefined && isHidden(toFailure(refused))) setNamed(false);
  else if (!isApart && wholeError !== undefined) setApart(true);
  const refresh = useEffectEvent(() => {
    if (document.hidden) return;
    const now = wholeMinute();
    if (now === asOfMs) return;
    setAsOf(now);
    // The others are asked anew because their periods move on.
    if (isApart && parts.costRead) askMoney({ requestPolicy: 'network-only' });
  });

  useEffect(() => {
    const timer = setInterval(() => refresh(), REFRESH_MS);
    const onSight = () => refresh();
    document.addEventListener('visibilitychange', onSight);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onSight);
    };
  }, []);

  const seen = useLast(whole.data ?? undefined);
  const seenWork = useLast(work.data ?? undefined);
  return {
    money: money.data ?? seen,
    moneyFailure: failureOf(money.error),
    work: seenWork ?? seen,
    workFailure: failureOf(workError),
    parts,
    asOfMs,
    retry: () => {
      if (parts.costRead) askMoney({ requestPolicy: 'network-only' });
      askWork({ requestPolicy: 'network-only' });
    },
  };
}

function partsOf({ somewhere }: Rights): HomeParts {
  return {
    jobRead: holds(somewhere, 'JOB_READ'),
    modelRead: holds(somewhere, 'MODEL_READ'),
    alertRead: holds(somewhere, 'ALERT_READ'),
    endpointRead: holds(somewhere, 'ENDPOINT_READ'),
    costRead: holds(somewhere, 'COST_READ'),
    projectRead: holds(somewhere, 'PROJECT_READ'),
  };
}

function failureOf(error: CombinedError | undefined): Failure | null {
  return error === undefined ? null : toFailure(error);
}

/** Old figures stay until the new ones are there. */
function useLast<Data>(data: Data | undefined): Data | undefined {
  const [last, setLast] = useState(data);
  if (data !== undefined && data !== last) setLast(data);
  return data ?? last;
}

function wholeMinute(): number {
  return Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
}
