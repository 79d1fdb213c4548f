import { createRequest, type AnyVariables, type OperationResult, type TypedDocumentNode } from '@urql/core';
import { useState } from 'react';
import { useClient } from 'urql';
import { idempotent, newIdempotencyKey } from './client';
import { mayBeDone, toFailure } from './failure';

export type Once = <Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<OperationResult<Data, Variables>>;

/**
 * For forms that send several changes: one that is sent again unchanged after its answer was lost goes under the same
 * idempotency key, and is carried out once.
 */
export function useOnce(): Once {
  const client = useClient();
  const [keys] = useState(() => new Map<number, string>());
  return async (document, variables) => {
    const { key: change } = createRequest(document, variables);
    const key = keys.get(change) ?? newIdempotencyKey();
    keys.set(change, key);
    const result = await client.mutation(document, variables, idempotent(key)).toPromise();
    if (result.error === undefined || !mayBeDone(toFailure(result.error))) keys.delete(change);
    return result;
  };
}
