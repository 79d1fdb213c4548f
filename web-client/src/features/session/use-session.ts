import { useCallback, useEffect, useRef, useState } from 'react';
import { createClient } from '@/api/client';
import { toFailure, type Failure } from '@/api/failure';
import { ViewerDocument, type ViewerQuery } from '@/api/generated/session';
import { askForSession, type Session, type Standing, type Tenant } from '@/api/session';
import { rememberedTenant } from './chosen-tenant';
import { words } from './words';

export interface Found {
  readonly tenants: readonly Tenant[];
  /** Whether the person may create another one. */
  readonly canCreateTenant: boolean;
  /** Whether the person runs the installation. */
  readonly operator: boolean;
  /** How the person stands in the tenant that this browser last worked in; null where it is not known. */
  readonly standing: { readonly slug: string; readonly in: Standing } | null;
}

export type SessionState =
  | { readonly phase: 'asking' }
  | { readonly phase: 'signedOut'; readonly ended: boolean }
  | { readonly phase: 'failed'; readonly failure: Failure }
  | { readonly phase: 'signedIn'; readonly session: Session; readonly found: Found };

/**
 * Finds out who is signed in and for which tenants; `retry` asks again, `end` forgets. `check` asks again as well, and
 * leaves the page alone where nothing has changed.
 */
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
  const checking = useRef(false);
  const check = useCallback(() => {
    if (checking.current) return;
    checking.current = true;
    void find().then((now) => {
      checking.current = false;
      setState((before) =>
        now.phase === 'failed' || isSame(before, now) ? before : withRights(before, now),
      );
    });
  }, []);
  const end = useCallback(() => setState({ phase: 'signedOut', ended: true }), []);
  return { state, retry, check, end };
}

/** Whether somebody is signed in as before, to the same tenants, which stand as before. */
function isSame(before: SessionState, now: SessionState): boolean {
  return (
    before.phase === 'signedIn' &&
    now.phase === 'signedIn' &&
    before.session.username === now.session.username &&
    standingOf(before.found) === standingOf(now.found)
  );
}

/** What was known of a person's rights is known on where the last question could not be asked in the organisation. */
function withRights(before: SessionState, now: SessionState): SessionState {
  return before.phase === 'signedIn' && now.phase === 'signedIn' && now.found.standing === null
    ? { ...now, found: { ...now.found, standing: before.found.standing } }
    : now;
}

function standingOf({ tenants }: Found): string {
  return tenants.map(({ slug, status }) => `${slug} ${status}`).join(', ');
}

async function find(): Promise<SessionState> {
  const answer = await askForSession();
  if ('signedOut' in answer) return { phase: 'signedOut', ended: false };
  if ('failure' in answer) return { phase: 'failed', failure: answer.failure };
  const { session } = answer;
  const slug = rememberedTenant();
  let asked = await ask(session, slug);
  // Whoever used this browser before may belong elsewhere, and what ails one organisation leaves the others open.
  if (asked.error !== undefined && slug !== null && !isOfAll(toFailure(asked.error)))
    asked = await ask(session, null);
  const { data, error } = asked;
  // Where a field failed, the platform sends `data: null`.
  if (data != null)
    return { phase: 'signedIn', session, found: { ...data.viewer, standing: inTenant(slug, data) } };
  const failure = error === undefined ? null : toFailure(error);
  if (failure?.code === 'UNAUTHENTICATED') return { phase: 'signedOut', ended: true };
  return { phase: 'failed', failure: failure ?? NO_ANSWER };
}

/** Whether the same question about no organisation would fail the same way. */
function isOfAll({ code }: Failure): boolean {
  return code === 'UNAUTHENTICATED' || code === 'UNREACHABLE';
}

function ask(session: Session, tenant: string | null) {
  const client = createClient({ csrfToken: session.csrfToken, tenant, onSignedOut: () => undefined });
  return client
    .query(ViewerDocument, { named: tenant !== null }, { requestPolicy: 'network-only' })
    .toPromise();
}

function inTenant(slug: string | null, data: ViewerQuery): Found['standing'] {
  const standing = standingIn(data);
  return slug === null || standing === null ? null : { slug, in: standing };
}

/** Null where the question named no tenant. */
export function standingIn({ viewer }: ViewerQuery): Standing | null {
  const { permissions, permissionsSomewhere, unreadThreads, person } = viewer;
  return permissions === undefined || permissionsSomewhere === undefined
    ? null
    : {
        rights: { everywhere: permissions, somewhere: permissionsSomewhere },
        personId: person?.id ?? null,
        unreadThreads: unreadThreads ?? 0,
        counts: {
          runningJobs: viewer.runningJobs ?? 0,
          firingAlerts: viewer.firingAlerts ?? 0,
          waitingApprovals: viewer.waitingApprovals ?? 0,
        },
      };
}

const NO_ANSWER: Failure = {
  code: 'INTERNAL',
  message: words.pages.noAnswer,
  fields: {},
  requestId: null,
};
