import { lazy, Suspense, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Provider } from 'urql';
import { createClient } from '@/api/client';
import { endSession, type Session, type SignedIn, type Standing } from '@/api/session';
import { Failed } from '@/parts/states';
import { paths } from '@/paths';
import { initialTenant, rememberedTenant, rememberTenant } from './chosen-tenant';
import { takeInvitation } from './invitation';
import { FrontPage, NoTenantPage, OutsidePage, SignInPage } from './pages';
import { RightsGate } from './RightsGate';
import { useSession, type Found } from './use-session';
import { words } from './words';

/** Fetched when it is first opened. */
const CreateTenantDialog = lazy(async () => ({
  default: (await import('./CreateTenantDialog')).CreateTenantDialog,
}));

const AcceptPage = lazy(async () => ({ default: (await import('./AcceptPage')).AcceptPage }));

const OperatorConsole = lazy(async () => ({
  default: (await import('@/features/operator/OperatorConsole')).OperatorConsole,
}));

/** Draws `children` for a person who is signed in and belongs to a tenant; a calm page says what else there is. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { state, retry, check, end } = useSession();
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
          <Failed what={words.pages.unknown} failure={state.failure} onRetry={retry} />
        </FrontPage>
      );
    case 'signedIn':
      if (state.found.operator && window.location.pathname === paths.operator())
        return (
          <Suspense fallback={<FrontPage title="Keelson" waiting />}>
            <OperatorConsole session={state.session} isMember={state.found.tenants.length > 0} onEnd={end} />
          </Suspense>
        );
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
        <TenantGate session={state.session} found={state.found} onEnd={end} onRetry={retry} onOutside={check}>
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
  /** The platform does not count the person as a member of the tenant any more. */
  readonly onOutside: () => void;
  readonly children: ReactNode;
}

function TenantGate({ session, found, onEnd, onRetry, onOutside, children }: TenantGateProps) {
  const { tenants, canCreateTenant, operator } = found;
  const [chosen, setTenant] = useState(() => initialTenant(tenants));
  const [creating, setCreating] = useState(false);
  const slug = chosen?.slug;
  // As it stands now: it may have been suspended since.
  const tenant = tenants.find((candidate) => candidate.slug === slug) ?? chosen;
  // The session is then found out together with what the person may do in it.
  useEffect(() => {
    if (slug !== undefined && rememberedTenant() !== slug) rememberTenant(slug);
  }, [slug]);

  const chooseTenant = useCallback(
    (slug: string) => {
      const wanted = tenants.find((candidate) => candidate.slug === slug);
      if (wanted === undefined) return;
      rememberTenant(slug);
      setTenant(wanted);
    },
    [tenants],
  );
  const signOut = useCallback(async () => {
    if (await endSession(session)) onEnd();
    else onRetry();
  }, [session, onEnd, onRetry]);
  const signedIn = useMemo<Omit<SignedIn, keyof Standing> | null>(
    () =>
      tenant === undefined
        ? null
        : {
            session,
            tenants,
            tenant,
            chooseTenant,
            createTenant: canCreateTenant ? () => setCreating(true) : null,
            operator,
            refresh: onRetry,
            signOut,
          },
    [session, tenants, canCreateTenant, operator, tenant, chooseTenant, onRetry, signOut],
  );
  // One client, and with it one cache, for each tenant: nothing of one is ever shown in the other.
  const client = useMemo(
    () =>
      createClient({
        csrfToken: session.csrfToken,
        tenant: slug ?? null,
        onSignedOut: onEnd,
        onOutside,
      }),
    [session, slug, onEnd, onOutside],
  );
  if (tenant !== undefined && !tenants.some(({ slug }) => slug === tenant.slug))
    return <OutsidePage tenant={tenant} />;

  return (
    <Provider value={client} key={tenant?.slug ?? ''}>
      {signedIn === null ? (
        <NoTenantPage
          session={session}
          operator={operator}
          onRetry={onRetry}
          onCreate={canCreateTenant ? () => setCreating(true) : null}
          onSignOut={() => void signOut()}
        />
      ) : (
        <RightsGate
          signedIn={signedIn}
          known={found.standing?.slug === signedIn.tenant.slug ? found.standing.in : null}
        >
          {children}
        </RightsGate>
      )}
      {creating && (
        <Suspense>
          <CreateTenantDialog onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </Provider>
  );
}
