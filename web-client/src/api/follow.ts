import type { AnyVariables, TypedDocumentNode } from '@urql/core';
import { useEffect, useEffectEvent, useState } from 'react';
import { useClient } from 'urql';
import { useConnection, waitToRetry } from './connection';
import { toFailure, type Failure } from './failure';

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

/** `ended`: the platform said that no more will come. */
export type Following =
  | { readonly state: 'off' }
  | { readonly state: 'following' }
  | { readonly state: 'lost'; readonly sinceMs: number }
  | { readonly state: 'refused'; readonly failure: Failure }
  | { readonly state: 'ended' };

const OFF: Following = { state: 'off' };
const FOLLOWING: Following = { state: 'following' };

interface Follow<Data, Variables extends AnyVariables> {
  readonly query: TypedDocumentNode<Data, Variables>;
  /** Variables that begin after the cursor, which is null at first; null while there is nothing to follow. A change begins anew. */
  readonly variables: ((after: string | null) => Variables) | null;
  /** What is followed, such as the job's id: another one begins anew. */
  readonly subject: string;
  /** Where to begin. */
  readonly after?: string | null;
  /** Cursor of what arrived, for a subscription that can go on from one. */
  readonly cursorOf?: (data: Data) => string | null;
  readonly onData: (data: Data) => void;
}

/**
 * Follows a subscription for as long as the page shows it. After a loss it goes on from the last cursor, so that
 * nothing is missed and nothing comes twice, first after a second, then ever more seldom.
 */
export function useFollow<Data, Variables extends AnyVariables>(follow: Follow<Data, Variables>): Following {
  const client = useClient();
  const { subject } = follow;
  const isOn = follow.variables !== null;
  const connection = useConnection();
  const [following, setFollowing] = useState<Following>(FOLLOWING);
  const onData = useEffectEvent((data: Data) => {
    follow.onData(data);
    return follow.cursorOf?.(data) ?? null;
  });
  const begin = useEffectEvent((cursor: string | null) => {
    const after = cursor ?? follow.after ?? null;
    return follow.variables === null ? null : { query: follow.query, variables: follow.variables(after) };
  });

  useEffect(() => {
    if (!isOn) return;
    let cursor: string | null = null;
    let waitMs = FIRST_RETRY_MS;
    let stop: () => void = () => undefined;

    function retryLater() {
      setFollowing((before) => (before.state === 'lost' ? before : { state: 'lost', sinceMs: Date.now() }));
      stop = waitToRetry(waitMs * (0.75 + Math.random() / 2), start);
      waitMs = Math.min(MAX_RETRY_MS, waitMs * 2);
    }

    function start() {
      const wanted = begin(cursor);
      if (wanted === null) return;
      const source = client.subscription<Data, Variables>(wanted.query, wanted.variables);
      const subscription = source.subscribe(({ data, error, hasNext }) => {
        if (error?.networkError !== undefined) {
          retryLater();
        } else if (error !== undefined) {
          const failure = toFailure(error);
          // Not for good: the page was too slow, or the platform is too busy.
          if (failure.code === 'RATE_LIMITED' || failure.code === 'UNAVAILABLE') retryLater();
          else setFollowing({ state: 'refused', failure });
        } else if (!hasNext) {
          setFollowing({ state: 'ended' });
        } else if (data !== undefined) {
          waitMs = FIRST_RETRY_MS;
          setFollowing(FOLLOWING);
          cursor = onData(data) ?? cursor;
        }
      });
      stop = () => subscription.unsubscribe();
    }

    start();
    return () => stop();
  }, [client, subject, isOn]);

  if (!isOn) return OFF;
  // The socket is open again, only nothing new has come yet.
  return following.state === 'lost' && connection.state === 'live' ? FOLLOWING : following;
}
