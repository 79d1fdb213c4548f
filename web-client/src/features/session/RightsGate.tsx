import { Button } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { toFailure } from '@/api/failure';
import { ViewerDocument } from '@/api/generated/session';
import { SignedInContext, type SignedIn, type Standing } from '@/api/session';
import { Failed } from '@/parts/states';
import { paths } from '@/paths';
import { rememberTenant } from './chosen-tenant';
import { FrontPage } from './pages';
import styles from './pages.module.css';
import { standingIn } from './use-session';
import { words } from './words';

const says = words.pages;

interface RightsGateProps {
  readonly signedIn: Omit<SignedIn, keyof Standing>;
  /** Null where the session did not bring them along, as in an organisation that was just gone over to. */
  readonly known: Standing | null;
  readonly children: ReactNode;
}

/** Draws `children` once it is known what the person may do in the organisation: nothing else is offered before. */
export function RightsGate({ signedIn, known, children }: RightsGateProps) {
  const [{ data, error }, ask] = useQuery({
    query: ViewerDocument,
    variables: { named: true },
    pause: known !== null,
  });
  const standing = useMemo(() => known ?? (data == null ? null : standingIn(data)), [known, data]);
  const value = useMemo(
    () => (standing === null ? null : { ...signedIn, ...standing }),
    [signedIn, standing],
  );
  if (value !== null) return <SignedInContext value={value}>{children}</SignedInContext>;
  return error === undefined ? (
    <FrontPage title="Keelson" waiting />
  ) : (
    <FrontPage title="Keelson">
      <Failed
        what={says.notOpened(signedIn.tenant.name)}
        failure={toFailure(error)}
        onRetry={() => ask({ requestPolicy: 'network-only' })}
      />
      <Others signedIn={signedIn} />
    </FrontPage>
  );
}

/** The ways out of an organisation that does not open. */
function Others({ signedIn }: Pick<RightsGateProps, 'signedIn'>) {
  const { tenants, tenant, operator, signOut } = signedIn;
  return (
    <div className={styles.actions}>
      {/* The console begins anew: the page that is open belongs to the organisation before. */}
      {tenants
        .filter(({ slug }) => slug !== tenant.slug)
        .map(({ slug, name }) => (
          <Button
            key={slug}
            component="a"
            href={paths.home()}
            variant="default"
            onClick={() => rememberTenant(slug)}
          >
            {says.open(name)}
          </Button>
        ))}
      {operator && (
        <Button component="a" href={paths.operator()} variant="default">
          {says.operate}
        </Button>
      )}
      <Button variant="default" onClick={() => void signOut()}>
        {says.signOut}
      </Button>
    </div>
  );
}
