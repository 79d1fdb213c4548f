import {
  subscriptionExchange,
  type Exchange,
  type ExecutionResult,
  type SubscriptionForwarder,
} from '@urql/core';
import type { Client } from 'graphql-ws';
import { paths } from '@/paths';
import { setConnection } from './connection';

/** The socket stays open this long after the last subscription ended, for the page that follows. */
const LINGER_MS = 5_000;
/** A ping in either direction at least this often; a socket that does not answer is closed. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Subscriptions over one `graphql-transport-ws` socket. Its client is fetched with the first subscription. Retrying is
 * left to the follower, which knows the cursor to go on from.
 */
export function liveExchange(tenant: string | null): Exchange {
  let client: Promise<Client> | undefined;

  const forwardSubscription: SubscriptionForwarder = ({ query, variables, operationName }) => ({
    subscribe: (sink) => {
      let stop: (() => void) | null = null;
      let stopped = false;
      let isEmpty = true;
      client ??= open(tenant);
      client.then(
        (socket) => {
          if (stopped) return;
          stop = socket.subscribe(
            { query: query ?? '', variables: variables as Record<string, unknown>, operationName },
            {
              next: (value) => {
                isEmpty = false;
                sink.next(value as ExecutionResult);
              },
              error: (cause) => sink.error(cause),
              complete: () => {
                // An end without anything before it would pass unseen.
                if (isEmpty) sink.next({ data: null, hasNext: false });
                sink.complete();
              },
            },
          );
        },
        (cause: unknown) => {
          client = undefined;
          sink.error(cause);
        },
      );
      return {
        unsubscribe: () => {
          stopped = true;
          stop?.();
        },
      };
    },
  });
  return subscriptionExchange({ forwardSubscription });
}

async function open(tenant: string | null): Promise<Client> {
  const { createClient } = await import('graphql-ws');
  return createClient({
    url: socketAddress(tenant ?? ''),
    lazy: true,
    lazyCloseTimeout: LINGER_MS,
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: 0,
    on: {
      connected: () => setConnection({ state: 'live' }),
      closed: (event) => {
        const orderly = (event as CloseEvent).code === 1000;
        setConnection(orderly ? { state: 'off' } : { state: 'lost', sinceMs: Date.now() });
      },
    },
  });
}

function socketAddress(tenant: string): string {
  const address = new URL(paths.graphqlSocket(tenant), window.location.origin);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return address.href;
}
