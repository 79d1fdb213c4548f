import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from 'react';
import { Provider } from 'urql';
import { createClient } from '@/api/client';
import { endSession, SignedInContext, type Session, type SignedIn, type Tenant } from '@/api/session';
import { Failed } from '@/parts/states';
import { initialTenant, rememberTenant } from './chosen-tenant';
import { FrontPage, NoTenantPage, SignInPage } from './pages';
import { useSession } from './use-session';

/** Fetched when it is first opened. */
const CreateTenantDialog = lazy(async () => ({
  default: (await import('./CreateTenantDialog')).CreateTenantDialog,
}));

/** Draws `children` for a person who is signed in and belongs to a tenant; a calm page says what else there is. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { state, retry, end } = useSession();
  switch (state.phase) {
    case 'asking':
      return <FrontPage title="Keelson" waiting />;
    case 'signedOut':
      return <SignInPage ended={state.ended} />;
    case 'failed':
      return (
        <FrontPage title="Keelson">
          <Failed what="Could not find out who is signed in" failure={state.failure} onRetry={retry} />
        </FrontPage>
      );
    case 'signedIn':
      return (
        <TenantGate session={state.session} tenants={state.tenants} onEnd={end} onRetry={retry}>
          {children}
        </TenantGate>
      );
  }
}

interface TenantGateProps {
  readonly session: Session;
  readonly tenants: readonly Tenant[];
  readonly onEnd: () => void;
  readonly onRetry: () => void;
  readonly children: ReactNode;
}

function TenantGate({ session, tenants, onEnd, onRetry, children }: TenantGateProps) {
  const [tenant, setTenant] = useState(() => initialTenant(tenants));
  const [creating, setCreating] = useState(false);

  const chooseTenant = useCallback(
    (slug: string) => {
      const chosen = tenants.find((candidate) => candidate.slug === slug);
      if (chosen === undefined) return;
      rememberTenant(slug);
      setTenant(chosen);
    },
    [tenants],
  );
  const signOut = useCallback(async () => {
    if (await endSession(session)) onEnd();
    else onRetry();
  }, [session, onEnd, onRetry]);
  const signedIn = useMemo<SignedIn | null>(
    () =>
      tenant === undefined
        ? null
        : { session, tenants, tenant, chooseTenant, createTenant: () => setCreating(true), signOut },
    [session, tenants, tenant, chooseTenant, signOut],
  );
  // One client, and with it one cache, for each tenant: nothing of one is ever shown in the other.
  const client = useMemo(
    () => createClient({ csrfToken: session.csrfToken, tenant: tenant?.slug ?? null, onSignedOut: onEnd }),
    [session, tenant, onEnd],
  );

  return (
    <Provider value={client} key={tenant?.slug ?? ''}>
      {signedIn === null ? (
        <NoTenantPage
          session={session}
          onRetry={onRetry}
          onCreate={() => setCreating(true)}
          onSignOut={() => void signOut()}
        />
      ) : (
        <SignedInContext value={signedIn}>{children}</SignedInContext>
      )}
      {creating && (
        <Suspense>
          <CreateTenantDialog onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </Provider>
  );
}
