import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useQuery, type CombinedError } from 'urql';
import { toFailure, type Failure } from '@/api/failure';
import {
  HomeDocument,
  HomeMoneyDocument,
  HomeWorkDocument,
  type HomeMoneyQuery,
  type HomeWorkQuery,
} from '@/api/generated/home';
import { toPeriod, weekOf } from '@/format/period';

export const HOUR_S = 3_600;
/** Figures are asked for again this often while the page is looked at. */
const REFRESH_MS = 60_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface Home {
  readonly money: HomeMoneyQuery | undefined;
  readonly moneyFailure: Failure | null;
  readonly work: HomeWorkQuery | undefined;
  readonly workFailure: Failure | null;
  /** When the figures were asked for. */
  readonly asOfMs: number;
  readonly retry: () => void;
}

/**
 * All that the page shows, in one request, or in two once that fails: a role may see a part of it only. Again every
 * minute, and when a person comes back to it.
 */
export function useHome(): Home {
  const [asOfMs, setAsOf] = useState(() => wholeMinute());
  const variables = useMemo(
    () => ({
      week: toPeriod(weekOf(asOfMs)),
      hour: toPeriod({ fromMs: asOfMs - HOUR_S * 1_000, toMs: asOfMs }),
      day: toPeriod({ fromMs: asOfMs - DAY_MS, toMs: asOfMs }),
    }),
    [asOfMs],
  );
  const [isApart, setApart] = useState(false);
  const [whole] = useQuery({ query: HomeDocument, variables, pause: isApart });
  const [money, askMoney] = useQuery({
    query: HomeMoneyDocument,
    variables: { week: variables.week },
    pause: !isApart,
  });
  const [work, askWork] = useQuery({
    query: HomeWorkDocument,
    variables: { hour: variables.hour, day: variables.day },
    pause: !isApart,
  });
  if (!isApart && whole.error !== undefined) setApart(true);
  const refresh = useEffectEvent(() => {
    if (document.hidden) return;
    const now = wholeMinute();
    if (now === asOfMs) return;
    setAsOf(now);
    // The others are asked anew because their periods move on.
    if (isApart) askMoney({ requestPolicy: 'network-only' });
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
    workFailure: failureOf(work.error),
    asOfMs,
    retry: () => {
      for (const ask of [askMoney, askWork]) ask({ requestPolicy: 'network-only' });
    },
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
