import type { Client } from 'graphql-ws';
import { boundedFetch, ownHeaders } from '@/api/client';
import { paths } from '@/paths';

/** In whose name something is sent. */
export interface Sender {
  readonly csrfToken: string;
  /** Slug. */
  readonly tenant: string;
}

/** One operation as it stands in the editors. */
export interface Typed {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
}

/** Items of lists: what the operation may come to, what it came to, and the most that one may. */
export interface Cost {
  readonly asked: number;
  readonly used: number;
  readonly limit: number;
}

/** Points of the minute, of the limit that least is left of. */
export interface Rate {
  readonly remaining: number;
  readonly limit: number;
}

export interface Answer {
  readonly body: Readonly<Record<string, unknown>>;
  readonly cost: Cost | null;
  readonly rate: Rate | null;
  /** The first error's sentence. */
  readonly refusal: string | null;
}

/** Runs the operation, as the person; rejects where no answer came. */
export function run(sender: Sender, typed: Typed): Promise<Answer> {
  return post(sender, typed, {});
}

/** What the operation would cost, without running it; takes a point of the minute. */
export function measure(sender: Sender, typed: Typed, signal: AbortSignal): Promise<Answer> {
  return post(sender, { ...typed, extensions: { costOnly: true } }, { signal });
}

async function post(sender: Sender, request: object, init: RequestInit): Promise<Answer> {
  const response = await boundedFetch(paths.graphql(), {
    ...init,
    method: 'POST',
    credentials: 'same-origin',
    headers: {
      ...ownHeaders(sender.csrfToken, sender.tenant),
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json, application/json',
    },
    body: JSON.stringify(request),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { body, cost: costOf(body), rate: rateOf(response.headers), refusal: refusalOf(body) };
}

/**
 * The results of a subscription, over a socket of its own that closes with it. No generator: one that waits for its next
 * result could not be stopped before that comes.
 */
export function follow(open: () => Promise<Client>, typed: Typed): AsyncIterableIterator<unknown> {
  const started = open().then((socket) => ({
    socket,
    results: socket.iterate({ ...typed, variables: typed.variables ?? null }),
  }));
  return {
    next: async () => (await started).results.next(),
    return: async () => {
      const { socket, results } = await started;
      await results.return?.();
      await socket.dispose();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function costOf(body: Record<string, unknown>): Cost | null {
  const extensions = body.extensions as { readonly cost?: Partial<Cost> } | null | undefined;
  const cost = extensions?.cost;
  return typeof cost?.asked === 'number' && typeof cost.used === 'number' && typeof cost.limit === 'number'
    ? { asked: cost.asked, used: cost.used, limit: cost.limit }
    : null;
}

function rateOf(headers: Headers): Rate | null {
  const remaining = Number.parseInt(headers.get('RateLimit-Remaining') ?? '', 10);
  const limit = Number.parseInt(headers.get('RateLimit-Limit') ?? '', 10);
  return Number.isNaN(remaining) || Number.isNaN(limit) ? null : { remaining, limit };
}

function refusalOf(body: Record<string, unknown>): string | null {
  const errors = body.errors as readonly { readonly message?: unknown }[] | undefined;
  const message = errors?.[0]?.message;
  return typeof message === 'string' ? message : null;
}
