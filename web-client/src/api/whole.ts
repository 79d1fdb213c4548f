import { makeOperation, type Exchange, type OperationResult } from '@urql/core';
import { map, pipe, tap } from 'wonka';

/** In a row, for one question: an answer that never becomes whole ends somewhere. */
const MOST_TRIES = 5;

/**
 * Stands before the cache, and asks again where it has nothing to say. What a change makes it forget it also forgets of
 * an answer that was on its way meanwhile; it then gives null without an error, and asks no further: a page would wait
 * for good. Whoever asked keeps what they had until there is a whole answer.
 */
export function wholeExchange(): Exchange {
  return ({ client, forward }) => {
    const last = new Map<number, { readonly data: unknown; readonly tries: number }>();

    function wholeOf(result: OperationResult): OperationResult {
      const { operation, error } = result;
      const data = result.data as unknown;
      const { kind, key, context } = operation;
      if (kind !== 'query' || context.requestPolicy === 'cache-only' || error !== undefined) return result;
      if (data != null) {
        last.set(key, { data, tries: 0 });
        return result;
      }
      const { data: before, tries } = last.get(key) ?? { data: undefined, tries: 0 };
      if (tries === MOST_TRIES) return result;
      last.set(key, { data: before, tries: tries + 1 });
      client.reexecuteOperation(
        makeOperation(kind, operation, { ...context, requestPolicy: 'network-only' }),
      );
      return { ...result, data: before, stale: true };
    }

    return (operations) =>
      pipe(
        operations,
        tap(({ kind, key }) => {
          if (kind === 'teardown') last.delete(key);
        }),
        forward,
        map(wholeOf),
      );
  };
}
