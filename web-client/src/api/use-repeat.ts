import type { AnyVariables } from '@urql/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { useClient, type TypedDocumentNode } from 'urql';

/**
 * Asks again every `everyMs` while the page is in sight; the answer reaches the page through the cache.
 *
 * @param everyMs null: not now
 * @returns when the platform last answered, in milliseconds since 1970; null before it did
 */
export function useRepeat<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  everyMs: number | null,
): number | null {
  const client = useClient();
  const [answeredMs, setAnsweredMs] = useState<number | null>(null);
  const ask = useEffectEvent(async () => {
    if (document.visibilityState !== 'visible') return;
    const { error } = await client.query(query, variables, { requestPolicy: 'network-only' }).toPromise();
    if (error === undefined) setAnsweredMs(Date.now());
  });
  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => void ask(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return answeredMs;
}
