import type { GraphQLSchema } from 'graphql';
import { useEffect, useMemo, useState } from 'react';
import { SENTENCES } from '@/api/failure';
import { check, type EditorTexts } from './check';
import { measure, type Answer, type Sender, type Typed } from './send';

/** After the last key press: a cost that nobody waits for is asked for by nobody. */
const PAUSE_MS = 500;

/** What is known of the cost of what is typed. */
export type TypedCost =
  | { readonly state: 'empty' }
  | { readonly state: 'wrong'; readonly why: string }
  | { readonly state: 'asking' }
  | { readonly state: 'known'; readonly answer: Answer };

/** Follows what is typed and asks the platform what it would cost. */
export function useCost(schema: GraphQLSchema, sender: Sender, texts: EditorTexts): TypedCost {
  const { query, variables, operationName } = texts;
  const checked = useMemo(
    () => check(schema, { query, variables, operationName }),
    [schema, query, variables, operationName],
  );
  const [found, setFound] = useState<{ readonly of: Typed; readonly answer: Answer } | null>(null);
  const typed = checked.state === 'right' ? checked.typed : null;
  const { csrfToken, tenant } = sender;

  useEffect(() => {
    if (typed === null) return;
    const given = new AbortController();
    const timer = setTimeout(() => {
      measure({ csrfToken, tenant }, typed, given.signal).then(
        (answer) => setFound({ of: typed, answer }),
        () => {
          if (!given.signal.aborted) setFound({ of: typed, answer: NONE });
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      given.abort();
    };
  }, [typed, csrfToken, tenant]);

  if (checked.state !== 'right') return checked;
  return found?.of === typed ? { state: 'known', answer: found.answer } : { state: 'asking' };
}

const NONE: Answer = { body: {}, cost: null, rate: null, refusal: SENTENCES.UNREACHABLE };
