import {
  subscriptionExchange,
  type Exchange,
  type ExecutionResult,
  type SubscriptionForwarder,
} from '@urql/core';
import type { Client, SubscribePayload } from 'graphql-ws';
import { paths } from '@/paths';
import { setConnection } from './connection';

/** The socket stays open this long after the last subscription ended, for the page that follows. */
const LINGER_MS = 5_000;
/** A ping in either direction at least this often; a socket that does not answer is closed. */
const KEEP_ALIVE_MS = 15_000;
/** The library sends nothing without a text; of an operation that is sent by its id this one is left out again. */
const INSTEAD_OF_TEXT = '';
/** The platform closed the socket because the session does not count any more, or not for this tenant. */
const FORBIDDEN = 4403;

/**
 * Subscriptions over one `graphql-transport-ws` socket. Its client is fetched with the first subscription. Retrying is
 * left to the follower, which knows the cursor to go on from.
 *
 * @param onForbidden called when the platform closed the socket because the person may not have it any more
 */
export function liveExchange(tenant: string | null, onForbidden: () => void): Exchange {
  let client: Promise<Client> | undefined;

  const forwardSubscription: SubscriptionForwarder = (request) => ({
    subscribe: (sink) => {
      let stop: (() => void) | null = null;
      let stopped = false;
      let isEmpty = true;
      client ??= openSocket(tenant, onForbidden);
      client.then(
        (socket) => {
          if (stopped) return;
          stop = socket.subscribe(
            { ...(request as SubscribePayload), query: request.query ?? INSTEAD_OF_TEXT },
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

/** A socket of the page's own, which opens with its first subscription. */
export async function openSocket(
  tenant: string | null,
  onForbidden: () => void = () => undefined,
): Promise<Client> {
  const { createClient } = await import('graphql-ws');
  return createClient({
    url: socketAddress(tenant ?? ''),
    lazy: true,
    lazyCloseTimeout: LINGER_MS,
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: 0,
    jsonMessageReplacer: withoutText,
    on: {
      connected: () => setConnection({ state: 'live' }),
      closed: (event) => {
        const { code } = event as CloseEvent;
        if (code === FORBIDDEN) onForbidden();
        setConnection(code === 1000 ? { state: 'off' } : { state: 'lost', sinceMs: Date.now() });
      },
    },
  });
}

function withoutText(this: unknown, key: string, value: unknown): unknown {
  const isById = typeof this === 'object' && this !== null && 'documentId' in this;
  return isById && key === 'query' && value === INSTEAD_OF_TEXT ? undefined : value;
}

function socketAddress(tenant: string): string {
  const address = new URL(paths.graphqlSocket(tenant), window.location.origin);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return address.href;
}
