import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from 'react';
import { Provider } from 'urql';
import { createClient } from '@/api/client';
import { endSession, SignedInContext, type Session, type SignedIn } from '@/api/session';
import { Failed } from '@/parts/states';
import { initialTenant, rememberTenant } from './chosen-tenant';
import { takeInvitation } from './invitation';
import { FrontPage, NoTenantPage, SignInPage } from './pages';
import { useSession, type Found } from './use-session';

/** Fetched when it is first opened. */
const CreateTenantDialog = lazy(async () => ({
  default: (await import('./CreateTenantDialog')).CreateTenantDialog,
}));

const AcceptPage = lazy(async () => ({ default: (await import('./AcceptPage')).AcceptPage }));

/** Draws `children` for a person who is signed in and belongs to a tenant; a calm page says what else there is. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { state, retry, end } = useSession();
  // Read once, before the token is taken out of the address.
  const [invitation] = useState(takeInvitation);
  switch (state.phase) {
    case 'asking':
      return <FrontPage title="Keelson" waiting />;
    case 'signedOut':
      return <SignInPage ended={state.ended} invited={invitation !== null} />;
    case 'failed':
      return (
        <FrontPage title="Keelson">
          <Failed what="Could not find out who is signed in" failure={state.failure} onRetry={retry} />
        </FrontPage>
      );
    case 'signedIn':
      return invitation !== null ? (
        <Suspense fallback={<FrontPage title="Keelson" waiting />}>
          <AcceptPage
            session={state.session}
            tenants={state.found.tenants}
            invitation={invitation}
            onEnd={end}
          />
        </Suspense>
      ) : (
        <TenantGate session={state.session} found={state.found} onEnd={end} onRetry={retry}>
          {children}
        </TenantGate>
      );
  }
}

interface TenantGateProps {
  readonly session: Session;
  readonly found: Found;
  readonly onEnd: () => void;
  readonly onRetry: () => void;
  readonly children: ReactNode;
}

function TenantGate({ session, found, onEnd, onRetry, children }: TenantGateProps) {
  const { tenants, canCreateTenant } = found;
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
        : {
            session,
            tenants,
            tenant,
            chooseTenant,
            createTenant: canCreateTenant ? () => setCreating(true) : null,
            refresh: onRetry,
            signOut,
          },
    [session, tenants, canCreateTenant, tenant, chooseTenant, onRetry, signOut],
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
          onCreate={canCreateTenant ? () => setCreating(true) : null}
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
