import { createContext, use } from 'react';
import { paths } from '@/paths';
import { boundedFetch } from './client';
import { codeOfStatus, SENTENCES, type Failure } from './failure';
import type { ViewerQuery } from './generated/session';
import type { Rights } from './permissions';

/** Who is signed in, as the platform's session door tells. The token is kept in memory only. */
export interface Session {
  readonly name: string;
  readonly email: string;
  /** How the platform's records name the person: author of a version, who decided, who submitted. */
  readonly username: string;
  readonly csrfToken: string;
}

export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly status: ViewerQuery['viewer']['tenants'][number]['status'];
}

/** How the person stands in the organisation, as of when the console began in it. */
export interface Standing {
  readonly rights: Rights;
  /** Their own id, as authors are named by it; null for nobody. */
  readonly personId: string | null;
  /** Of their inbox, at most 100. */
  readonly unreadThreads: number;
  /** What goes on and what waits, each at most 100. */
  readonly counts: Counts;
}

export interface Counts {
  readonly runningJobs: number;
  readonly firingAlerts: number;
  readonly waitingApprovals: number;
}

/** What every page may know of the person in front of it. */
export interface SignedIn extends Standing {
  readonly session: Session;
  readonly tenants: readonly Tenant[];
  readonly tenant: Tenant;
  readonly chooseTenant: (slug: string) => void;
  /** Opens the dialog that creates another one; null where the person may not. */
  readonly createTenant: (() => void) | null;
  /** Whether the person runs the installation, and has a page for that. */
  readonly operator: boolean;
  /** Finds out anew who is signed in and for which organisations, as after leaving one. */
  readonly refresh: () => void;
  readonly signOut: () => Promise<void>;
}

export const SignedInContext = createContext<SignedIn | null>(null);

/** For what is drawn inside the session gate only. */
export function useSignedIn(): SignedIn {
  const signedIn = use(SignedInContext);
  if (signedIn === null) throw new Error('useSignedIn needs the session gate above it');
  return signedIn;
}

export type SessionAnswer = { session: Session } | { signedOut: true } | { failure: Failure };

/** Asks who is signed in. Never throws. */
export async function askForSession(): Promise<SessionAnswer> {
  try {
    const response = await boundedFetch(paths.session(), {
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest' },
    });
    if (response.status === 401) return { signedOut: true };
    if (!response.ok) return { failure: failureOf(response) };
    const body: unknown = await response.json();
    return isSession(body) ? { session: body } : { failure: failureOf(response) };
  } catch {
    return { failure: { code: 'UNREACHABLE', message: SENTENCES.UNREACHABLE, fields: {}, requestId: null } };
  }
}

/** Ends the session at the platform. True when it is over, also when it was over before. */
export async function endSession(session: Session): Promise<boolean> {
  try {
    const response = await boundedFetch(paths.signOut(), {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'X-Keelson-CSRF': session.csrfToken, 'X-Requested-With': 'XMLHttpRequest' },
    });
    return response.ok || response.status === 401;
  } catch {
    return false;
  }
}

function failureOf(response: Response): Failure {
  const code = response.ok ? 'INTERNAL' : codeOfStatus(response.status);
  return { code, message: SENTENCES[code], fields: {}, requestId: response.headers.get('X-Request-Id') };
}

function isSession(body: unknown): body is Session {
  const fields = body as Partial<Record<keyof Session, unknown>> | null;
  return (
    typeof fields === 'object' &&
    fields !== null &&
    typeof fields.name === 'string' &&
    typeof fields.email === 'string' &&
    typeof fields.username === 'string' &&
    typeof fields.csrfToken === 'string'
  );
}
