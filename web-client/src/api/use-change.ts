import type { AnyVariables } from '@urql/core';
import { useState } from 'react';
import { useMutation, type TypedDocumentNode } from 'urql';
import { idempotent, newIdempotencyKey } from './client';
import { NO_ANSWER, toFailure, type Failure } from './failure';

/** One change that a person may ask for, and what became of the last try. */
export interface Change<Data, Variables> {
  /** What the platform answered; null where it refused, and then `failure` says why. */
  readonly send: (variables: Variables) => Promise<Data | null>;
  readonly sending: boolean;
  readonly failure: Failure | null;
  /** Forgets the last refusal, as when its dialog opens anew. */
  readonly reset: () => void;
}

/** Sent again unchanged after a failure, a change goes under the same idempotency key and is carried out once. */
export function useChange<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): Change<Data, Variables> {
  const [{ fetching }, execute] = useMutation(document);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [last, setLast] = useState<{ readonly text: string; readonly key: string } | null>(null);

  async function send(variables: Variables): Promise<Data | null> {
    const text = JSON.stringify(variables);
    const key = last?.text === text ? last.key : newIdempotencyKey();
    setLast({ text, key });
    setFailure(null);
    const { data, error } = await execute(variables, idempotent(key));
    if (error === undefined && data !== undefined) {
      setLast(null);
      return data;
    }
    setFailure(error === undefined ? NO_ANSWER : toFailure(error));
    return null;
  }

  return { send, sending: fetching, failure, reset: () => setFailure(null) };
}
