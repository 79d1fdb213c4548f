import { useCallback, useEffect, useState } from 'react';
import { createClient } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { ViewerDocument } from '@/api/generated/session';
import { askForSession, type Session, type Tenant } from '@/api/session';

export interface Found {
  readonly tenants: readonly Tenant[];
  /** Whether the person may create another one. */
  readonly canCreateTenant: boolean;
}

export type SessionState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'signedOut'; readonly ended: boolean }
  | { readonly phase: 'failed'; readonly failure: Failure }
  | { readonly phase: 'signedIn'; readonly session: Session; readonly found: Found };

/** Finds out who is signed in and for which tenants; `retry` asks again, `end` forgets. */
export function useSession() {
  const [state, setState] = useState<SessionState>({ phase: 'asking' });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let wanted = true;
    void find().then((found) => {
      if (wanted) setState(found);
    });
    return () => {
      wanted = false;
    };
  }, [attempt]);

  const retry = useCallback(() => {
    setState({ phase: 'asking' });
    setAttempt((before) => before + 1);
  }, []);
  const end = useCallback(() => setState({ phase: 'signedOut', ended: true }), []);
  return { state, retry, end };
}

async function find(): Promise<SessionState> {
  const answer = await askForSession();
  if ('signedOut' in answer) return { phase: 'signedOut', ended: false };
  if ('failure' in answer) return { phase: 'failed', failure: answer.failure };
  const client = createClient({
    csrfToken: answer.session.csrfToken,
    tenant: null,
    onSignedOut: () => undefined,
  });
  const { data, error } = await client
    .query(ViewerDocument, {}, { requestPolicy: 'network-only' })
    .toPromise();
  // Where a field failed, the platform sends `data: null`.
  const found = data?.viewer;
  if (found !== undefined) return { phase: 'signedIn', session: answer.session, found };
  const failure = error === undefined ? null : toFailure(error);
  if (failure?.code === 'UNAUTHENTICATED') return { phase: 'signedOut', ended: true };
  return { phase: 'failed', failure: failure ?? NO_ANSWER };
}

const NO_ANSWER: Failure = {
  code: 'INTERNAL',
  message: 'The platform answered without data.',
  fields: {},
  requestId: null,
};
