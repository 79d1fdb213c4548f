import { MINUTE_MS } from '@/format/units';
import {
  Client,
  fetchExchange,
  makeOperation,
  mapExchange,
  type Operation,
  type OperationContext,
} from '@urql/core';
import { paths } from '@/paths';
import { normalisedCache } from './cache';
import { isOutside, toFailure } from './failure';
import { liveExchange } from './live';
import { trustedExchange } from './trusted';
import { wholeExchange } from './whole';

/** A request that takes longer is given up. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** A role is refused many things; a tenant is rarely suspended. */
const REFUSED_EVERY_MS = MINUTE_MS;

export interface ClientOptions {
  readonly csrfToken: string;
  /** Slug; null only for what belongs to no tenant, such as the list of tenants itself. */
  readonly tenant: string | null;
  /** Called when the platform no longer knows the session. */
  readonly onSignedOut: () => void;
  /** Whether operations are sent by their ids; a page under development has some that no platform knows. */
  readonly byId?: boolean;
  /** Called when the person, or the tenant as a whole, seems to be shut out; after a refusal once a minute at most. */
  readonly onOutside?: () => void;
}

/** Talks to `/graphql` with the session cookie. A change of tenant wants a new client, because the cache goes with it. */
export function createClient({
  csrfToken,
  tenant,
  onSignedOut,
  byId = import.meta.env.PROD,
  onOutside = () => undefined,
}: ClientOptions): Client {
  const onRefused = atMostEvery(REFUSED_EVERY_MS, onOutside);
  return new Client({
    url: paths.graphql(),
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    fetch: boundedFetch,
    fetchOptions: {
      credentials: 'same-origin',
      headers: ownHeaders(csrfToken, tenant),
    },
    exchanges: [
      mapExchange({
        onOperation: withIdempotencyKey,
        onError: (error) => {
          const failure = toFailure(error);
          if (failure.code === 'UNAUTHENTICATED') onSignedOut();
          else if (isOutside(failure)) onOutside();
          else if (failure.code === 'FORBIDDEN') onRefused();
        },
      }),
      wholeExchange(),
      normalisedCache(),
      ...(byId ? [trustedExchange()] : []),
      liveExchange(tenant, onOutside),
      fetchExchange,
    ],
  });
}

function atMostEvery(everyMs: number, call: () => void): () => void {
  let lastMs = -Infinity;
  return () => {
    const nowMs = performance.now();
    if (nowMs - lastMs < everyMs) return;
    lastMs = nowMs;
    call();
  };
}

/** Proof that a request is this page's own, and the organisation that it is about. */
export function ownHeaders(csrfToken: string, tenant: string | null): Record<string, string> {
  return {
    'X-Requested-With': 'XMLHttpRequest',
    'X-Keelson-CSRF': csrfToken,
    ...(tenant === null ? {} : { 'X-Keelson-Tenant': tenant }),
  };
}

export const boundedFetch: typeof fetch = (input, init) => {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = init?.signal == null ? timeout : AbortSignal.any([init.signal, timeout]);
  return fetch(input, { ...init, signal });
};

/**
 * Context of one mutation: sent again under the same key, it is carried out once. A form makes a new key when what it
 * would send has changed.
 */
export function idempotent(key: string): Partial<OperationContext> {
  return { [IDEMPOTENCY_KEY]: key };
}

/** A random key; `crypto.randomUUID` itself exists on secure origins only. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const IDEMPOTENCY_KEY = 'idempotencyKey';

function withIdempotencyKey(operation: Operation): Operation {
  const key = operation.context[IDEMPOTENCY_KEY] as unknown;
  const options = operation.context.fetchOptions;
  if (typeof key !== 'string' || typeof options === 'function') return operation;
  const headers = new Headers(options?.headers);
  headers.set('Idempotency-Key', key);
  return makeOperation(operation.kind, operation, {
    ...operation.context,
    fetchOptions: { ...options, headers: Object.fromEntries(headers.entries()) },
  });
}
